// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// A university: enrolments have a grade of their own, courses an instructor, an instructor one office.
@Suite struct `A university` {
  struct Student: Entity {
    var id: ID<Student> = .new
    var name: String
    static let enrolments = toMany(\Enrolment.studentID)
    static let courses = toMany(through: \Enrolment.studentID, \.courseID)
    static let table = Table("students", Student.init)
  }
  struct Instructor: Entity {
    var id: ID<Instructor> = .new
    var name: String
    static let courses = toMany(\Course.instructorID)
    static let office = hasOne(\Office.instructorID)
    static let students = toMany(over: \.courses, \.students)
    static let table = Table("instructors", Instructor.init)
  }
  struct Office: Entity {
    var instructorID: ID<Instructor>
    var door: String
    static let instructor = toOne(\.instructorID)
    static let table = Table("offices", Office.init).primaryKey(\.instructorID)
  }
  struct Course: Entity {
    var id: ID<Course> = .new
    var instructorID: ID<Instructor>
    var needsID: ID<Course>? = nil
    var title: String
    static let instructor = toOne(\.instructorID)
    static let needs = toOne(\.needsID)
    static let leadsTo = toMany(\Course.needsID)
    static let students = toMany(through: \Enrolment.courseID, \.studentID)
    static let table = Table("courses", Course.init)
  }
  struct Enrolment: Entity {
    var studentID: ID<Student>
    var courseID: ID<Course>
    var grade: Int? = nil
    static let student = toOne(\.studentID)
    static let course = toOne(\.courseID)
    static let table = Table("enrolments", Enrolment.init).primaryKey(\.studentID, \.courseID)
      .check("grade") { $0.grade >= 1 && $0.grade <= 6 }
  }

  let db: Database

  init() throws {
    db = try Database(Student.self, Instructor.self, Office.self, Course.self, Enrolment.self)
    try db.write { s in
      try s.insert(["Ada", "Bo", "Cy"].map { Student(name: $0) })
      try s.insert(["Euler", "Gauss"].map { Instructor(name: $0) })
      try s.insert([Office(instructorID: 1, door: "E1")])
      try s.insert([
        Course(instructorID: 1, title: "Sets"),
        Course(instructorID: 2, needsID: 1, title: "Groups"),
        Course(instructorID: 1, needsID: 2, title: "Fields"),
      ])
      try s.insert([
        Enrolment(studentID: 1, courseID: 1, grade: 1), Enrolment(studentID: 1, courseID: 2),
        Enrolment(studentID: 2, courseID: 1, grade: 4), Enrolment(studentID: 2, courseID: 3),
      ])
    }
  }

  @Test func `F50 courses by the name of a student and of the instructor`() throws {
    try db.read { s in
      let courses = try Course.where {
        $0.students.any { $0.name == "Ada" } && $0.instructor.name == "Gauss"
      }.fetch(s)
      #expect(courses.map(\.title) == ["Groups"])
      let averages = try Course.all.annotate { c in
        (c.students.count, Enrolment.where { $0.courseID == c.id }.avg { $0.grade })
      }.fetch(s)
      #expect(averages.map { "\($0.0.title) \($0.1)" } == ["Sets 2", "Groups 1", "Fields 1"])
      #expect(averages.map(\.2) == [2.5, nil, nil])
    }
  }

  @Test func `F50 a transcript reads grades and courses on the way, in two statements`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (students, log) = try s.counting {
        try Student.all
          .with(\.enrolments) { $0.with(\.course) { $0.with(\.instructor) { $0.with(\.office) } } }
          .fetch(s)
      }
      #expect(log.count == 2)
      let transcripts = try students.map { student in
        try student.enrolments.map { enrolment in
          let course = try enrolment.course
          let grade = enrolment.grade.map { "\($0)" } ?? "open"
          return "\(course.title) \(grade) \(try course.instructor.office?.door ?? "no office")"
        }
      }
      #expect(
        transcripts == [
          ["Sets 1 E1", "Groups open no office"], ["Sets 4 E1", "Fields open E1"], [],
        ]
      )
      #expect(try students[0].enrolments[0].course === students[1].enrolments[0].course)
    }
  }

  @Test func `F50 prerequisites three levels down, students over courses each once`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (courses, log) = try s.counting {
        try Course.all.with(\.needs) { $0.with(\.needs) { $0.with(\.needs) } }
          .with(\.leadsTo).fetch(s)
      }
      #expect(log.count == 2)
      #expect(try courses[2].needs?.needs === courses[0])
      #expect(try courses[2].needs?.needs?.needs == nil)
      #expect(try courses.map { try $0.leadsTo.map(\.title) } == [["Groups"], ["Fields"], []])
      let (teachers, _) = try s.counting { try Instructor.all.with(\.students).fetch(s) }
      #expect(try teachers.map { try $0.students.map(\.name) } == [["Ada", "Bo"], ["Ada"]])
    }
  }

  @Test func `F50 enrolling and grading keeps every loaded list true`() throws {
    try db.write { s in
      let students = try Student.all.with(\.courses).with(\.enrolments).fetch(s)
      let sets = try Course.all.with(\.students).fetch(s)[0]
      let (_, log) = try s.counting {
        try s.add(Enrolment(studentID: students[2].id, courseID: sets.id))
        try s.flush()
        #expect(try students[2].courses.first === sets)
        #expect(try sets.students.count == 3)
        try students[2].enrolments[0].grade = 2
      }
      #expect(log.count == 1)
      let graded = try students[2].enrolments[0]
      graded.grade = 9
      let error = #expect(throws: KindredError.self) { try s.flush() }
      #expect(error?.kind == .check)
      try s.refresh(graded)
      #expect(graded.grade == 2)
    }
  }
}
