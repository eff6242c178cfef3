// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/liberty_group.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::cost {
namespace {

constexpr int kDeepest = 20;                // Liberty needs six levels
constexpr int kMostStatements = 5'000'000;  // a library of 13 MB has 80,000; bounds the memory

constexpr char kJoin = '\v';  // replaces a line end that does not end a statement: in a comment or after a backslash

bool ends_line(char c) { return c == '\n' || c == kJoin; }

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-' || c == '[' || c == ']';
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  if (text.size() >= 2 && text.front() == '"' && text.find('"', 1) == text.size() - 1) {
    text = text.substr(1, text.size() - 2);
  }
  return text;
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& file, const std::vector<std::string_view>& wanted)
      : text_(text), file_(file), wanted_(wanted) {}

  LibertyGroup parse() {
    skip_space();
    LibertyGroup library;
    library.line = line_;
    library.name = name();
    skip_space();
    if (library.name != "library" || !is('(')) {
      fail(line_, "not a Liberty file: it does not begin with library (NAME) {");
    }
    library.arguments = arguments();
    skip_space();
    if (!is('{')) fail(line_, "not a Liberty file: it does not begin with library (NAME) {");
    ++next_;
    read_group(library, 0);
    skip_space();
    while (is(';')) {
      ++next_;
      skip_space();
    }
    if (next_ < text_.size()) fail(line_, "text after the library's closing brace: a } too many?");
    return library;
  }

 private:
  [[noreturn]] void fail(int line, const std::string& reason) const {
    throw InputError(fmt::format("{}:{}: {}", file_, line, reason));
  }
  bool is(char c) const { return next_ < text_.size() && text_[next_] == c; }
  /// Skips a string from its opening quote through its closing one.
  void skip_string() {
    const int begin = line_;
    for (++next_; next_ < text_.size(); ++next_) {
      if (text_[next_] == '\\' && next_ + 1 < text_.size()) {
        ++next_;
      } else if (text_[next_] == '"') {
        ++next_;
        return;
      }
      if (ends_line(text_[next_])) ++line_;
    }
    fail(begin, "a \" without its partner");
  }
  void skip_space() {
    for (; next_ < text_.size(); ++next_) {
      const char c = text_[next_];
      if (ends_line(c)) {
        ++line_;
      } else if (c != '\\' && std::isspace(static_cast<unsigned char>(c)) == 0) {
        return;
      }
    }
  }
  /// Skips one character or string.
  void step() {
    if (is('"')) {
      skip_string();
    } else {
      if (ends_line(text_[next_])) ++line_;
      ++next_;
    }
  }

  std::string_view name() {
    const std::size_t begin = next_;
    if (is('"')) {
      skip_string();
      return text_.substr(begin + 1, next_ - begin - 2);
    }
    while (next_ < text_.size() && in_name(text_[next_])) ++next_;
    return text_.substr(begin, next_ - begin);
  }
  std::string_view arguments() {
    const int line = line_;
    const std::size_t begin = ++next_;
    for (int depth = 1; next_ < text_.size();) {
      if (is('{') || is('}')) break;
      if (is('(')) ++depth;
      if (is(')') && --depth == 0) return trimmed(text_.substr(begin, next_++ - begin));
      step();
    }
    fail(line, "a ( without its partner");
  }
  std::string_view value() {
    skip_space();
    const std::size_t begin = next_;
    if (is('"')) {
      skip_string();
      return text_.substr(begin + 1, next_ - begin - 2);
    }
    for (; next_ < text_.size() && !is(';') && !is('\n') && !is('}') && !is('{'); ++next_) {
      if (is(kJoin)) ++line_;
    }
    return trimmed(text_.substr(begin, next_ - begin));
  }
  void skip_group(const LibertyGroup& group) {
    for (int depth = 1; next_ < text_.size();) {
      if (is('{')) ++depth;
      if (is('}') && --depth == 0) {
        ++next_;
        return;
      }
      step();
    }
    fail_open(group);
  }
  [[noreturn]] void fail_open(const LibertyGroup& group) const {
    fail(line_, fmt::format("the file ends inside {} ({}), which begins in line {}: cut off, or a }} missing?",
                            printable(group.name), printable(group.arguments), group.line));
  }

  void read_group(LibertyGroup& group, int depth) {
    if (depth > kDeepest) fail(line_, "groups too deep in each other");
    while (true) {
      skip_space();
      if (next_ >= text_.size()) fail_open(group);
      if (is(';')) {
        ++next_;
        continue;
      }
      if (is('}')) {
        ++next_;
        return;
      }
      read_statement(group, depth);
    }
  }
  void read_statement(LibertyGroup& group, int depth) {
    const int line = line_;
    if (++statements_ > kMostStatements) fail(line, fmt::format("more than {} statements", kMostStatements));
    const std::size_t begin = next_;
    const std::string_view word = name();
    skip_space();
    if (word.empty()) fail(line, fmt::format("\"{}\" is out of place", printable(text_.substr(begin, 1))));
    if (is(':')) {
      ++next_;
      group.attributes.push_back({.name = word, .value = value(), .line = line});
    } else if (is('(')) {
      const std::string_view inside = arguments();
      skip_space();
      if (!is('{')) {
        if (word == "include_file") fail(line, "include_file is not read; put that file's text in its place");
        group.attributes.push_back({.name = word, .value = inside, .line = line});
        return;
      }
      ++next_;
      LibertyGroup inner;
      inner.name = word;
      inner.arguments = inside;
      inner.line = line;
      if (std::find(wanted_.begin(), wanted_.end(), word) == wanted_.end()) {
        skip_group(inner);
      } else {
        read_group(inner, depth + 1);
        group.groups.push_back(std::move(inner));
      }
    } else {
      fail(line, fmt::format("{}: a : or ( should follow", printable(word)));
    }
  }

  std::string_view text_;
  const std::string& file_;
  const std::vector<std::string_view>& wanted_;
  std::size_t next_ = 0;
  int line_ = 1;
  int statements_ = 0;
};

}  // namespace

const LibertyAttribute* LibertyGroup::find(std::string_view attribute) const {
  const auto found =
      std::find_if(attributes.rbegin(), attributes.rend(), [&](const auto& a) { return a.name == attribute; });
  return found == attributes.rend() ? nullptr : &*found;
}

void strip_liberty(std::string& text, const std::string& file) {
  int line = 1;
  if (text.compare(0, 3, "\xef\xbb\xbf") == 0) text.replace(0, 3, 3, ' ');
  /// Replaces a range by spaces, except line ends.
  const auto blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) text[i] = ends_line(text[i]) ? kJoin : ' ';
  };
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (ends_line(c)) ++line;
    if (c == '\\') {
      const std::size_t next = std::min(text.find_first_not_of(" \t\r", i + 1), text.size());
      if (next < text.size() && text[next] == '\n') {
        blank(i, next + 1);
        i = next - 1;
      } else if (quoted && i + 1 < text.size()) {
        if (ends_line(text[++i])) ++line;
      }
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == '/' && text.compare(i, 2, "/*") == 0) {
      const std::size_t end = text.find("*/", i + 2);
      if (end == std::string::npos) throw InputError(fmt::format("{}:{}: a comment without */", file, line));
      line += static_cast<int>(std::count_if(text.begin() + static_cast<std::ptrdiff_t>(i),
                                             text.begin() + static_cast<std::ptrdiff_t>(end), ends_line));
      blank(i, end + 2);
      i = end + 1;
    } else if (!quoted && c == '/' && text.compare(i, 2, "//") == 0) {
      const std::size_t end = std::min(text.find('\n', i), text.size());
      blank(i, end);
      i = end - 1;
    }
  }
}

LibertyGroup parse_liberty(std::string_view text, const std::string& file,
                           const std::vector<std::string_view>& wanted) {
  return Parser(text, file, wanted).parse();
}

}  // namespace pwlsim::cost
