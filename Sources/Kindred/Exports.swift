// SPDX-License-Identifier: Apache-2.0

@_exported public import KindredGraph
@_exported public import KindredQuery
