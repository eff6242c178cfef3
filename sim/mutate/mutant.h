// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/mutate/tokens.h"

namespace pwlsim::mutate {

/// One small change of a source file.
struct Mutant {
  std::string file;          ///< plain name
  std::string rule;          ///< "operator", "constant", "condition", …
  std::size_t line, column;  ///< from 1, of the text that changes
  std::size_t at, size;      ///< that text in the file
  std::string to;            ///< what it becomes
  std::string before;        ///< its whole lines, blanks and line ends as single blanks
  std::string after;         ///< the same with the change

  /// "pwl_pipe.sv:28:35 operator", with a number where one place has several: "… operator 2".
  std::string id;
};

/// All mutants of a text, in the order of the text. Not a parser: it follows brackets and statements and leaves what
/// does not compile to the compiler.
///
///     operator     + - * & | ^ << >> >>> < <= == && …, each by a neighbour; ~ and ! removed; & and | as reductions
///     constant     n by a neighbour, digits of 4'd3 and 8'hff, '0 by '1, true by false
///     condition    of an if: always, never
///     choice       ?: with its arms swapped
///     assignment   to a register left out; of a value replaced by zero; a call of write() left out
///     arm          of a case left out
///     width        [W-1:0] of a declaration, and low_bits(W), one bit less
///     sign         $signed, signed, sign_extend and >>> made unsigned
///     sensitivity  one event left out
std::vector<Mutant> make_mutants(Language language, const std::string& file, std::string_view text);

/// The mutant that replaces `size` characters of a text from `at` on; its id is left to the caller.
Mutant mutant_at(const std::string& file, const char* rule, std::string_view text, std::size_t at, std::size_t size,
                 std::string to);

/// The text with the mutant in it.
std::string mutated(std::string_view text, const Mutant& mutant);

/// A text with each run of blanks and line ends as one blank, none at the ends.
std::string on_one_line(std::string_view text);

}  // namespace pwlsim::mutate
