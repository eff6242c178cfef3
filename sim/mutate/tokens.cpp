// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/tokens.h"

#include <array>
#include <cctype>
#include <cstring>
#include <utility>

namespace pwlsim::mutate {
namespace {

// Longer operators come first.
constexpr std::array<std::string_view, 33> kOperators = {
    "<<<=", ">>>=", "<<<", ">>>", "<<=", ">>=", "===", "!==", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "++",
    "--",   "+=",   "-=",  "*=",  "/=",  "%=",  "&=",  "|=",  "^=", "+:", "-:", "->", "::", "~&", "~|", "~^"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

class Tokeniser {
 public:
  Tokeniser(Language language, std::string_view text) : cpp_(language == Language::kCpp), text_(text) {}

  std::vector<Token> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (std::isspace(static_cast<unsigned char>(c)) != 0) {
        ++at_;
      } else if (starts("//") || (cpp_ && c == '#')) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (starts("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else if (c == '"' || (cpp_ && c == '\'')) {
        skip_quoted(c);
      } else if (is_digit(c) || (!cpp_ && c == '\'' && (next() == '0' || next() == '1'))) {
        add(TokenKind::kNumber, cpp_ ? cpp_number() : verilog_number());
      } else if (is_word(c) || c == '`') {
        std::size_t end = at_ + 1;
        while (end < text_.size() && is_word(text_[end])) ++end;
        add(TokenKind::kWord, end);
      } else {
        add(TokenKind::kOperator, at_ + operator_size());
      }
    }
    return std::move(tokens_);
  }

 private:
  bool starts(std::string_view what) const { return text_.compare(at_, what.size(), what) == 0; }
  char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }

  void add(TokenKind kind, std::size_t end) {
    tokens_.push_back({.kind = kind, .text = text_.substr(at_, end - at_), .at = at_});
    at_ = end;
  }

  void skip_quoted(char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) at_ += text_[at_] == '\\' ? 1 : 0;
    ++at_;
  }

  std::size_t cpp_number() const {
    std::size_t end = at_;
    while (end < text_.size() && (is_word(text_[end]) || text_[end] == '.' || text_[end] == '\'')) ++end;
    return end;
  }

  /// End of a number: 12, 8'hff, 4'sd3, '0.
  std::size_t verilog_number() const {
    std::size_t end = at_;
    const auto skip_word = [&] {
      while (end < text_.size() && is_word(text_[end])) ++end;
    };
    skip_word();
    if (end + 1 >= text_.size() || text_[end] != '\'') return end;
    std::size_t base = end + 1;
    if (text_[base] == 's' || text_[base] == 'S') ++base;
    const bool based = base < text_.size() && std::strchr("bodhBODH", text_[base]) != nullptr;
    if (!based && end != at_) return end;  // a cast
    end = base;
    skip_word();
    return end;
  }

  std::size_t operator_size() const {
    for (const std::string_view known : kOperators) {
      if (starts(known)) return known.size();
    }
    return 1;
  }

  bool cpp_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenise(Language language, std::string_view text) { return Tokeniser(language, text).run(); }

std::vector<std::size_t> match_brackets(const std::vector<Token>& tokens) {
  std::vector<std::size_t> partners(tokens.size());
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    partners[i] = i;
    if (tokens[i].kind != TokenKind::kOperator) continue;
    const char c = tokens[i].text[0];
    if (c == '(' || c == '[' || c == '{') open.push_back(i);
    if (c != ')' && c != ']' && c != '}') continue;
    if (open.empty()) continue;
    const char opening = tokens[open.back()].text[0];
    if ((opening == '(' && c == ')') || (opening == '[' && c == ']') || (opening == '{' && c == '}')) {
      partners[i] = open.back();
      partners[open.back()] = i;
      open.pop_back();
    }
  }
  return partners;
}

}  // namespace pwlsim::mutate
