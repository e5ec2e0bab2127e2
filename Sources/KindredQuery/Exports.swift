// SPDX-License-Identifier: Apache-2.0

// The error is a word of the lowest floor and part of every public signature of this one.
@_exported public import KindredSchema
