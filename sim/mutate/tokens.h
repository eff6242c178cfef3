// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace pwlsim::mutate {

enum class Language { kSystemVerilog, kCpp };

enum class TokenKind { kWord, kNumber, kOperator };

/// A token of source text. Words are names and keywords, including $signed and `define.
struct Token {
  TokenKind kind;
  std::string_view text;
  std::size_t at;  ///< offset in the text
};

/// The tokens of a source text, as views into it. Comments, strings and, in C++, preprocessor lines are left out.
/// Characters that belong to neither language become operators of one character.
std::vector<Token> tokenise(Language language, std::string_view text);

/// For each token that opens or closes ( ), [ ] or { } the index of its partner. For all others, and for brackets that
/// do not match, the token's own index.
std::vector<std::size_t> match_brackets(const std::vector<Token>& tokens);

}  // namespace pwlsim::mutate
