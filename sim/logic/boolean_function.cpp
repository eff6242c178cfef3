// SPDX-License-Identifier: Apache-2.0
#include "sim/logic/boolean_function.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::logic {
namespace {

constexpr std::size_t kMostNodes = 2000;
constexpr std::size_t kMostInputs = 60;
constexpr int kMostParentheses = 100;

int add_input(BooleanFunction& function, const std::string& name) {
  const auto found = std::find(function.inputs.begin(), function.inputs.end(), name);
  const auto index = static_cast<int>(found - function.inputs.begin());
  if (found == function.inputs.end()) function.inputs.push_back(name);
  return index;
}

int add_node(BooleanFunction& function, BooleanFunction::Node node) {
  function.nodes.push_back(node);
  return static_cast<int>(function.nodes.size()) - 1;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  BooleanFunction parse() {
    either();
    if (!at_end()) fail(fmt::format("\"{}\" is out of place", printable(text_.substr(next_, 1))));
    return std::move(function_);
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const {
    throw InputError(fmt::format("function \"{}\": {}", printable(text_), reason));
  }
  bool at_end() {
    while (next_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[next_])) != 0) ++next_;
    return next_ >= text_.size();
  }
  char peek() { return at_end() ? '\0' : text_[next_]; }
  bool take(char a, char b) {
    if (at_end() || (text_[next_] != a && text_[next_] != b)) return false;
    ++next_;
    return true;
  }
  int add(BooleanFunction::Node node) {
    if (function_.nodes.size() >= kMostNodes) fail("is too long");
    return add_node(function_, node);
  }
  static bool in_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '[' || c == ']' || c == '.' || c == '$';
  }

  int either() {
    int left = all();
    while (take('+', '|')) {
      const int right = all();
      left = add({'|', left, right});
    }
    return left;
  }
  int all() {
    int left = one_of();
    while (true) {
      const bool written = take('&', '*');
      const char next = peek();
      if (!written && next != '(' && next != '!' && !in_name(next)) return left;  // a space between operands is "and"
      const int right = one_of();
      left = add({'&', left, right});
    }
  }
  int one_of() {
    int left = inverted();
    while (take('^', '^')) {
      const int right = inverted();
      left = add({'^', left, right});
    }
    return left;
  }
  int inverted() {
    bool invert = false;
    while (take('!', '!')) invert = !invert;
    int operand = 0;
    if (take('(', '(')) {
      if (++depth_ > kMostParentheses) fail("has too many parentheses");
      operand = either();
      --depth_;
      if (!take(')', ')')) fail("a ) is missing");
    } else {
      operand = name();
    }
    while (take('\'', '\'')) invert = !invert;
    return invert ? add({'!', operand, 0}) : operand;
  }
  int name() {
    if (at_end()) fail("ends early");
    const std::size_t begin = next_;
    while (next_ < text_.size() && in_name(text_[next_])) ++next_;
    const std::string_view word = text_.substr(begin, next_ - begin);
    if (word.empty()) fail(fmt::format("\"{}\" is out of place", printable(text_.substr(begin, 1))));
    if (word == "0" || word == "1") return add({word[0], 0, 0});
    if (function_.inputs.size() >= kMostInputs) fail("has too many inputs");
    return add({'v', add_input(function_, std::string(word)), 0});
  }

  std::string_view text_;
  std::size_t next_ = 0;
  int depth_ = 0;
  BooleanFunction function_;
};

/// Tools disagree on the precedence of ^, so parentheses are written.
std::string text_of(const BooleanFunction& function, int node) {
  const char kind = function.nodes[node].kind;
  const int left = function.nodes[node].left, right = function.nodes[node].right;
  const auto operand = [&](int index, bool bare) {
    const char inner = function.nodes[index].kind;
    const std::string text = text_of(function, index);
    return bare || inner == 'v' || inner == '0' || inner == '1' || (inner == '!' && kind != '!') ? text
                                                                                                 : "(" + text + ")";
  };
  switch (kind) {
    case 'v':
      return function.inputs[left];
    case '!':
      return "!" + operand(left, false);
    case '&':
    case '|':
    case '^': {
      const char first = function.nodes[left].kind, second = function.nodes[right].kind;
      return operand(left, first == kind || (kind == '|' && first == '&')) + kind +
             operand(right, kind == '|' && second == '&');
    }
    default:
      return std::string(1, kind);
  }
}

}  // namespace

std::string text_of(const BooleanFunction& function) {
  return function.empty() ? "" : text_of(function, static_cast<int>(function.nodes.size()) - 1);
}

BooleanFunction parse_boolean(std::string_view text) { return Parser(text).parse(); }

bool evaluate(const BooleanFunction& function, std::uint64_t values) {
  std::vector<char> value(function.nodes.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto& [kind, left, right] = function.nodes[i];
    switch (kind) {
      case 'v':
        value[i] = static_cast<char>(values >> left & 1);
        break;
      case '!':
        value[i] = static_cast<char>(value[left] ^ 1);
        break;
      case '&':
        value[i] = static_cast<char>(value[left] & value[right]);
        break;
      case '|':
        value[i] = static_cast<char>(value[left] | value[right]);
        break;
      case '^':
        value[i] = static_cast<char>(value[left] ^ value[right]);
        break;
      default:
        value[i] = static_cast<char>(kind == '1');
    }
  }
  return !value.empty() && value.back() != 0;
}

double independent_chance(const BooleanFunction& function, int node) {
  std::vector<double> chance(node + 1);
  for (int i = 0; i <= node; ++i) {
    const auto& [kind, left, right] = function.nodes[i];
    switch (kind) {
      case 'v':
        chance[i] = 0.5;
        break;
      case '!':
        chance[i] = 1 - chance[left];
        break;
      case '&':
        chance[i] = chance[left] * chance[right];
        break;
      case '|':
        chance[i] = 1 - (1 - chance[left]) * (1 - chance[right]);
        break;
      case '^':
        chance[i] = chance[left] * (1 - chance[right]) + chance[right] * (1 - chance[left]);
        break;
      default:
        chance[i] = kind == '1' ? 1 : 0;
    }
  }
  return chance.back();
}

}  // namespace pwlsim::logic
