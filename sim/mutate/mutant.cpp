// SPDX-License-Identifier: Apache-2.0
#include "sim/mutate/mutant.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace pwlsim::mutate {
namespace {

using Names = std::set<std::string_view>;

/// The replacements of each binary operator.
const std::map<std::string_view, std::vector<const char*>>& binary_operators() {
  static const std::map<std::string_view, std::vector<const char*>> all = {
      {"+", {"-"}},        {"-", {"+"}},       {"*", {"+"}},       {"/", {"*"}},   {"%", {"/"}},    {"&", {"|"}},
      {"|", {"&"}},        {"^", {"|", "&"}},  {"<<", {">>"}},     {">>", {"<<"}}, {">>>", {">>"}}, {"<", {"<=", ">="}},
      {">", {">=", "<="}}, {"<=", {"<", ">"}}, {">=", {">", "<"}}, {"==", {"!="}}, {"!=", {"=="}},  {"&&", {"||"}},
      {"||", {"&&"}},      {"+=", {"-="}},     {"-=", {"+="}},     {"&=", {"|="}}, {"|=", {"&="}},  {"^=", {"|="}},
      {"<<=", {">>="}},    {">>=", {"<<="}},   {"/=", {"*="}},     {"*=", {"/="}}, {"+:", {"-:"}}};
  return all;
}

class Generator {
 public:
  Generator(Language language, const std::string& file, std::string_view text)
      : cpp_(language == Language::kCpp),
        file_(file),
        text_(text),
        tokens_(tokenise(language, text)),
        partners_(match_brackets(tokens_)) {}

  std::vector<Mutant> run() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (i < declared_until_) continue;
      follow_statement(i);
      switch (tokens_[i].kind) {
        case TokenKind::kWord:
          word(i);
          break;
        case TokenKind::kNumber:
          number(i);
          break;
        case TokenKind::kOperator:
          symbol(i);
          break;
      }
    }
    std::stable_sort(mutants_.begin(), mutants_.end(), [](const Mutant& a, const Mutant& b) { return a.at < b.at; });
    name_them();
    return std::move(mutants_);
  }

 private:
  // --- the text

  std::string_view token(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text : std::string_view(); }
  bool is_word(std::size_t i) const { return i < tokens_.size() && tokens_[i].kind == TokenKind::kWord; }
  std::size_t end_of(std::size_t i) const { return tokens_[i].at + tokens_[i].text.size(); }

  /// The text from one token to another, both included.
  std::string between(std::size_t first, std::size_t last) const {
    return std::string(text_.substr(tokens_[first].at, end_of(last) - tokens_[first].at));
  }

  /// Index of the first of these tokens from i on at the bracket depth of i; the number of tokens if a bracket closes
  /// before.
  std::size_t find(std::size_t i, const Names& wanted) const {
    for (; i < tokens_.size(); ++i) {
      if (wanted.count(tokens_[i].text) != 0) return i;
      if (partners_[i] < i) break;
      i = partners_[i];
    }
    return tokens_.size();
  }

  void add(const char* rule, std::size_t first, std::size_t last, std::string to) {
    add_at(rule, tokens_[first].at, end_of(last), std::move(to));
  }

  void add_at(const char* rule, std::size_t begin, std::size_t end, std::string to) {
    Mutant mutant = mutant_at(file_, rule, text_, begin, end - begin, std::move(to));
    if (mutant.before != mutant.after) mutants_.push_back(std::move(mutant));
  }

  void name_them() {
    std::map<std::string, int> used;
    for (Mutant& mutant : mutants_) {
      mutant.id =
          mutant.file + ":" + std::to_string(mutant.line) + ":" + std::to_string(mutant.column) + " " + mutant.rule;
      const int number = ++used[mutant.id];
      if (number > 1) mutant.id += " " + std::to_string(number);
    }
  }

  // --- statements

  /// Tracks whether the current statement has had its assignment, so that <= can be told from a comparison.
  void follow_statement(std::size_t i) {
    static const Names ends = {";", "begin", "end", "{", "}", "always_comb", "always_ff", "endcase"};
    if (ends.count(tokens_[i].text) != 0 && depth_ == 0) assigned_ = false;
    if (tokens_[i].text == "=" && depth_ == 0) assigned_ = true;
    if (tokens_[i].text == "[") in_index_ = true;
    if (tokens_[i].text == "]") in_index_ = false;
    if (tokens_[i].text == "(" || tokens_[i].text == "[") ++depth_;
    if (tokens_[i].text == ")" || tokens_[i].text == "]") --depth_;
  }

  /// The first token of the target of an assignment at i: a name with its indices, or a list in braces.
  std::size_t target(std::size_t i) const {
    std::size_t first = i - 1;
    while (first > 0 && token(first) == "]") first = partners_[first] - 1;
    if (token(first) == "}") return partners_[first];
    while (first >= 2 && (token(first - 1) == "." || token(first - 1) == "->")) first -= 2;
    return first;
  }

  /// Whether a statement may begin after this token.
  bool ends_statement(std::size_t i) const {
    static const Names ends = {";", "begin", "end", "{", "}", ":", ")", "else", "always_comb"};
    if (ends.count(token(i)) != 0) return true;
    return is_word(i) && i > 0 && token(i - 1) == ":";  // begin : name
  }

  // --- rules

  void word(std::size_t i) {
    const std::string_view name = token(i);
    if (name == "if") condition(i);
    if (cpp_) {
      cpp_word(i);
    } else {
      verilog_word(i);
    }
  }

  void verilog_word(std::size_t i) {
    const std::string_view name = token(i);
    if (name == "$signed") add("sign", i, i, "$unsigned");
    if (name == "assign") {
      const std::size_t sign = find(i, {"=", ";"});
      if (token(sign) == "=") zero_value(sign);
    }
    if (name == "or") add("sensitivity", i, i + 2, "");
    // Every instance of a module sets its sizes, so a plain default has no effect.
    if (name == "parameter" && token(i + 1) == "int") {
      const std::size_t sign = find(i, {"="});
      if (token(sign + 2) == "," || token(sign + 2) == ")") declared_until_ = sign + 2;
    }
    static const Names types = {"logic", "bit", "signed", "unsigned", "wire", "reg"};
    if (types.count(name) == 0) return;
    std::size_t next = i + 1;
    if (token(next) == "signed") {
      add("sign", next, next, "");
      ++next;
    }
    if (token(next) == "[") declared_range(next);
  }

  void cpp_word(std::size_t i) {
    const std::string_view name = token(i);
    if (name == "true") add("constant", i, i, "false");
    if (name == "false") add("constant", i, i, "true");
    if (name == "template") declared_until_ = std::max(declared_until_, after_template(i));
    if (token(i + 1) == "(") {
      const std::size_t close = partners_[i + 1];
      if (name == "sign_extend") {
        const std::size_t comma = find(i + 2, {","});
        if (comma < close) add("sign", i, close, "static_cast<std::int64_t>(" + between(i + 2, comma - 1) + ")");
      }
      if (name == "low_bits") add("width", i, close, "low_bits(" + between(i + 2, close - 1) + " - 1)");
      if (name == "next_trigger") call(i);
    }
    if (name == "sensitive") sensitivity(i);
    if ((name == "write" || name == "notify") && token(i + 1) == "(") {
      std::size_t first = i;
      while (first >= 2 && (token(first - 1) == "." || token(first - 1) == "->")) {
        first -= 2;
        while (token(first) == "]" || token(first) == ")") first = partners_[first] - 1;
      }
      if (ends_statement(first - 1) && token(partners_[i + 1] + 1) == ";") {
        add("assignment", first, partners_[i + 1] + 1, ";");
      }
    }
  }

  /// Index of the token after template <…>.
  std::size_t after_template(std::size_t i) const {
    while (i < tokens_.size() && token(i) != ">") ++i;
    return i + 1;
  }

  void call(std::size_t i) {
    if (ends_statement(i - 1) && token(partners_[i + 1] + 1) == ";") add("assignment", i, partners_[i + 1] + 1, ";");
  }

  /// sensitive << a << b.pos(): each event left out.
  void sensitivity(std::size_t i) {
    const std::size_t end = find(i, {";"});
    for (std::size_t from = find(i, {"<<", ";"}); from < end;) {
      const std::size_t next = find(from + 1, {"<<", ";"});
      add("sensitivity", from, next - 1, "");
      from = next;
    }
  }

  /// if (…): always and never.
  void condition(std::size_t i) {
    std::size_t open = i + 1;
    if (token(open) == "constexpr") ++open;
    if (token(open) != "(" || partners_[open] <= open + 1) return;
    add("condition", open + 1, partners_[open] - 1, cpp_ ? "true" : "1'b1");
    add("condition", open + 1, partners_[open] - 1, cpp_ ? "false" : "1'b0");
  }

  /// [msb:lsb] after a type: one bit less.
  void declared_range(std::size_t open) {
    const std::size_t close = partners_[open];
    const std::size_t colon = find(open + 1, {":"});
    declared_until_ = close + 1;
    if (colon >= close || colon == open + 1) return;
    const std::string most = between(open + 1, colon - 1);
    const bool is_number = colon == open + 2 && tokens_[open + 1].kind == TokenKind::kNumber;
    if (is_number && (most == "0" || !std::isdigit(static_cast<unsigned char>(most.back())))) return;
    const bool less_one = most.size() > 2 && most.compare(most.size() - 2, 2, "-1") == 0;
    add("width", open + 1, colon - 1,
        is_number  ? std::to_string(std::stoul(most) - 1)
        : less_one ? most.substr(0, most.size() - 1) + "2"
                   : most + "-1");
  }

  void number(std::size_t i) {
    const std::string_view text = token(i);
    std::vector<std::string> constants = cpp_ ? cpp_constants(text) : verilog_constants(text);
    // A plain number n becomes n+1 or n-1, whichever makes a width or an index smaller: W-1 becomes W-2, W+4 becomes
    // W+3.
    if (constants.size() > 1 && std::isdigit(static_cast<unsigned char>(text.back())) != 0 &&
        text.find('\'') == std::string_view::npos) {
      constants.erase(token(i - 1) == "+" ? constants.begin() : constants.begin() + 1);
    }
    for (std::string& to : constants) add("constant", i, i, std::move(to));
    if (!cpp_ && token(i + 1) == ":" && (token(i - 1) == ")" || token(i - 1) == ";")) {
      const std::size_t end = find(i, {";"});
      if (end < tokens_.size()) add("arm", i, end, "");
    }
  }

  /// The neighbours of a decimal number, at most `most`.
  static std::vector<std::string> neighbours(std::string digits, std::uint64_t most) {
    digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
    digits.erase(std::remove(digits.begin(), digits.end(), '\''), digits.end());
    if (digits.empty() || digits.size() > 15 || digits.find_first_not_of("0123456789") != std::string::npos) return {};
    const std::uint64_t value = std::stoull(digits);
    std::vector<std::string> all;
    if (value < most) all.push_back(std::to_string(value + 1));
    if (value > 0) all.push_back(std::to_string(value - 1));
    return all;
  }

  /// A hexadecimal or binary number with its first and with its last digit changed by one.
  static std::vector<std::string> digits_changed(std::string_view prefix, std::string_view digits) {
    std::vector<std::string> all;
    for (const std::size_t place : {std::size_t{0}, digits.size() - 1}) {
      const std::size_t digit =
          std::string_view("0123456789abcdef").find(static_cast<char>(std::tolower(digits[place])));
      if (digit == std::string_view::npos) continue;
      std::string changed(digits);
      changed[place] = "0123456789abcdef"[digit ^ 1U];
      if (all.empty() || all.back() != std::string(prefix) + changed) all.push_back(std::string(prefix) + changed);
    }
    return all;
  }

  static std::vector<std::string> verilog_constants(std::string_view text) {
    if (text == "'0") return {"'1"};
    if (text == "'1") return {"'0"};
    const std::size_t quote = text.find('\'');
    if (quote == std::string_view::npos) return neighbours(std::string(text), ~std::uint64_t{0});
    std::size_t base = quote + 1;
    if (text[base] == 's') ++base;
    const std::string_view prefix = text.substr(0, base + 1);
    const std::string_view digits = text.substr(base + 1);
    if (digits.empty()) return {};
    if (text[base] != 'd') return digits_changed(prefix, digits);
    const unsigned long width = std::min(std::stoul("0" + std::string(text.substr(0, quote))), 63UL);
    std::vector<std::string> all = neighbours(std::string(digits), (std::uint64_t{1} << width) - 1);
    for (std::string& number : all) number.insert(0, prefix);
    return all;
  }

  static std::vector<std::string> cpp_constants(std::string_view text) {
    if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'b')) {
      return digits_changed(text.substr(0, 2), text.substr(2));
    }
    const std::size_t suffix = std::min(text.find_first_not_of("0123456789'"), text.size());
    std::vector<std::string> all = neighbours(std::string(text.substr(0, suffix)), ~std::uint64_t{0});
    for (std::string& number : all) number += text.substr(suffix);
    return all;
  }

  void symbol(std::size_t i) {
    const std::string_view text = token(i);
    if (text == "?") choice(i);
    if (text == "=" || text == "<=") assignment(i);
    if (cpp_ && text.size() > 1 && text.back() == '=' && std::string_view("+-*/%&|^<>").find(text[0]) < 10 &&
        text != "<=" && text != ">=") {
      const std::size_t first = target(i);
      const std::size_t end = find(i, {";"});
      if (ends_statement(first - 1) && end < tokens_.size()) add("assignment", first, end, ";");
    }
    if (is_binary(i)) {
      const auto known = binary_operators().find(text);
      if (known == binary_operators().end() || (text == "<=" && assigns_here())) return;
      // Skipped, because the number after it changes too.
      if ((text == "+" || text == "-") && in_index_ && tokens_[i + 1].kind == TokenKind::kNumber) return;
      for (const char* to : known->second) add(text == ">>>" ? "sign" : "operator", i, i, to);
      return;
    }
    if (text == "~" || text == "!" || (text == "-" && !cpp_)) add("operator", i, i, "");
    if (!cpp_ && text == "&") add("operator", i, i, "|");
    if (!cpp_ && text == "|") add("operator", i, i, "&");
  }

  /// Whether the operator is between two operands. The format of our C++ has spaces on both sides of binary operators,
  /// but not of template brackets and signs of references.
  bool is_binary(std::size_t i) const {
    if (i == 0 || i + 1 >= tokens_.size()) return false;
    if (cpp_) {
      return text_[tokens_[i].at - 1] == ' ' && std::isspace(static_cast<unsigned char>(text_[end_of(i)])) != 0 &&
             !(token(i - 1) == "template" || token(i - 1) == "sensitive" || in_sensitive(i));
    }
    static const Names before = {")", "]", "}"};
    static const Names keywords = {"assign", "return", "if", "else", "begin"};
    const Token& last = tokens_[i - 1];
    if (last.kind == TokenKind::kOperator) return before.count(last.text) != 0;
    return keywords.count(last.text) == 0;
  }

  bool in_sensitive(std::size_t i) const {
    if (token(i) != "<<") return false;
    while (i > 0 && token(i) != ";" && token(i) != "{" && token(i) != ")") {
      if (token(i) == "sensitive") return true;
      --i;
    }
    return token(i) == ")" && in_sensitive_call(i);
  }

  /// sensitive << a.pos() << b: the bracket belongs to a call in the list.
  bool in_sensitive_call(std::size_t close) const {
    for (std::size_t i = partners_[close]; i > 0 && token(i) != ";" && token(i) != "{"; --i) {
      if (token(i) == "sensitive") return true;
    }
    return false;
  }

  /// Whether a <= here assigns to a register.
  bool assigns_here() const { return !cpp_ && depth_ == 0 && !assigned_; }

  /// c ? a : b as c ? b : a.
  void choice(std::size_t i) {
    std::size_t nested = 0;
    std::size_t colon = i + 1;
    for (; colon < tokens_.size(); ++colon) {
      if (token(colon) == "?") ++nested;
      if (token(colon) == ":" && nested-- == 0) break;
      if (partners_[colon] < colon || token(colon) == ";") return;
      colon = partners_[colon];
    }
    const std::size_t end = find_end_of_choice(colon + 1);
    if (colon >= tokens_.size() || end >= tokens_.size() || end == colon + 1) return;
    const std::size_t from = end_of(colon - 1), to = tokens_[colon + 1].at;
    add("choice", i + 1, end - 1,
        between(colon + 1, end - 1) + std::string(text_.substr(from, to - from)) + between(i + 1, colon - 1));
  }

  std::size_t find_end_of_choice(std::size_t i) const {
    std::size_t nested = 0;
    for (; i < tokens_.size(); ++i) {
      if (token(i) == "?") ++nested;
      if (token(i) == ":" && nested-- == 0) return i;
      if (token(i) == "," || token(i) == ";" || partners_[i] < i) return i;
      i = partners_[i];
    }
    return i;
  }

  void assignment(std::size_t i) {
    if (depth_ != 0 || (token(i) == "<=" && !assigns_here())) return;
    const std::size_t first = target(i);
    if (first == 0 || !ends_statement(first - 1)) return;
    const std::size_t end = find(i, {";"});
    if (end >= tokens_.size()) return;
    if (!cpp_ && token(i) == "=") {
      zero_value(i);
    } else {
      add("assignment", first, end, ";");
    }
  }

  /// Replaces the value of "= value;" by zero.
  void zero_value(std::size_t sign) {
    const std::size_t end = find(sign, {";"});
    if (end < tokens_.size() && end > sign + 1) add("assignment", sign + 1, end - 1, "'0");
  }

  bool cpp_;
  const std::string& file_;
  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<std::size_t> partners_;
  std::size_t declared_until_ = 0;
  int depth_ = 0;
  bool in_index_ = false;
  bool assigned_ = false;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> make_mutants(Language language, const std::string& file, std::string_view text) {
  return Generator(language, file, text).run();
}

Mutant mutant_at(const std::string& file, const char* rule, std::string_view text, std::size_t at, std::size_t size,
                 std::string to) {
  Mutant mutant;
  mutant.file = file;
  mutant.rule = rule;
  mutant.at = at;
  mutant.size = size;
  mutant.to = std::move(to);
  const std::size_t line_begin = text.rfind('\n', at) + 1;  // npos + 1 is 0
  const std::size_t line_end = std::min(text.find('\n', at + size), text.size());
  mutant.line = 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
  mutant.column = at - line_begin + 1;
  mutant.before = on_one_line(text.substr(line_begin, line_end - line_begin));
  mutant.after = on_one_line(std::string(text.substr(line_begin, at - line_begin)) + mutant.to +
                             std::string(text.substr(at + size, line_end - at - size)));
  return mutant;
}

std::string mutated(std::string_view text, const Mutant& mutant) {
  return std::string(text.substr(0, mutant.at)) + mutant.to + std::string(text.substr(mutant.at + mutant.size));
}

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace pwlsim::mutate
