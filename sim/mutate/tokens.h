// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace pwlsim::mutate {

enum class Language { kSystemVerilog, kCpp };

enum class TokenKind { kWord, kNumber, kOperator };

/// A piece of source text. Words are names and keywords; $signed and `define are words, too.
struct Token {
  TokenKind kind;
  std::string_view text;
  std::size_t at;  ///< offset in the text
};

/// The tokens of a source text, which they point into. Comments, strings and, in C++, lines of the preprocessor are
/// left out. What belongs to neither language ends up as operators of one character.
std::vector<Token> tokenise(Language language, std::string_view text);

/// For each token that opens or closes ( ), [ ] or { } the index of its partner; for every other, and where brackets
/// do not match, its own index.
std::vector<std::size_t> match_brackets(const std::vector<Token>& tokens);

}  // namespace pwlsim::mutate
