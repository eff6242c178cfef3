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
  std::size_t line, column;  ///< of the text that changes, from 1
  std::size_t at, size;      ///< offset and size of that text in the file
  std::string to;            ///< the new text
  std::string before;        ///< the whole lines of the text, with runs of white space as single spaces
  std::string after;         ///< the same with the change

  /// "pwl_pipe.sv:28:35 operator", with a number where one place has several: "… operator 2".
  std::string id;
};

/// All mutants of a text, in the order of the text. It is not a parser: it recognises brackets and statements, and
/// leaves it to the compiler to reject mutants that do not compile.
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

/// The mutant that replaces `size` characters of a text from `at` on. The caller sets its id.
Mutant mutant_at(const std::string& file, const char* rule, std::string_view text, std::size_t at, std::size_t size,
                 std::string to);

/// The text with the mutant in it.
std::string mutated(std::string_view text, const Mutant& mutant);

/// A text with each run of white space as one space, and without white space at both ends.
std::string on_one_line(std::string_view text);

}  // namespace pwlsim::mutate
