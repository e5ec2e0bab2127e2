// SPDX-License-Identifier: Apache-2.0

// Every generator and check here draws from choices: they are part of what the module speaks.
@_exported public import KindredChoices
