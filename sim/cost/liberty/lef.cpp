// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/lef.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cost/liberty/gzip.h"

namespace pwlsim::cost {
namespace {

constexpr std::size_t kMostBytes = std::size_t{512} << 20;
constexpr double kMostLength = 1e6;  // um
constexpr std::string_view kBlanks = " \t\r\n\f\v";

struct Token {
  std::string_view text;  ///< empty: the file's end
  int line = 0;
};

/// Words of a LEF text; comments run from # to the end of the line.
class Words {
 public:
  Words(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  [[noreturn]] void fail(int line, const std::string& reason) const {
    throw InputError(fmt::format("{}:{}: {}", file_, line, reason));
  }

  Token next() {
    skip();
    Token token{{}, line_};
    if (place_ == text_.size()) return token;
    const std::size_t from = place_;
    if (text_[place_] == '"') {
      const std::size_t end = text_.find('"', place_ + 1);
      if (end == std::string_view::npos) fail(line_, "a quote without an end");
      line_ += static_cast<int>(std::count(text_.begin() + from, text_.begin() + end, '\n'));
      place_ = end + 1;
    } else {
      place_ = std::min(text_.find_first_of(kBlanks, place_), text_.size());
    }
    token.text = text_.substr(from, place_ - from);
    return token;
  }

 private:
  void skip() {
    while (place_ < text_.size()) {
      if (text_[place_] == '#') {
        place_ = std::min(text_.find('\n', place_), text_.size());
      } else if (kBlanks.find(text_[place_]) != std::string_view::npos) {
        if (text_[place_] == '\n') ++line_;
        ++place_;
      } else {
        return;
      }
    }
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t place_ = 0;
  int line_ = 1;
};

/// Whether a token is that keyword, in any case, because some tools write lower case.
bool is(const Token& token, std::string_view word) {
  return std::equal(token.text.begin(), token.text.end(), word.begin(), word.end(),
                    [](unsigned char a, unsigned char b) { return std::toupper(a) == b; });
}

bool is_any(const Token& token, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return is(token, word); });
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : words_(text, file) {}

  std::vector<LefMacro> read() {
    bool any = false;
    for (Token token = words_.next(); !token.text.empty(); token = words_.next()) {
      if (is(token, "END")) {
        if (!is(words_.next(), "LIBRARY")) words_.fail(token.line, "END of something that has not begun");
        return std::move(macros_);
      }
      statement(token);
      any = true;
    }
    if (!any) words_.fail(1, "not a LEF file: it is empty");
    return std::move(macros_);
  }

 private:
  void statement(const Token& token) {
    if (is(token, "MACRO")) {
      macro(token.line);
    } else if (is_any(token, {"LAYER", "VIA", "VIARULE", "NONDEFAULTRULE", "SITE", "ARRAY"})) {
      const Token name = words_.next();
      skip_block(token, name.text);
    } else if (is_any(token, {"UNITS", "PROPERTYDEFINITIONS", "SPACING", "IRDROP", "NOISETABLE", "CORRECTIONTABLE"})) {
      skip_block(token, token.text);
    } else if (is(token, "BEGINEXT")) {
      skip_to(token, "ENDEXT");
    } else if (std::all_of(token.text.begin(), token.text.end(),
                           [](unsigned char c) { return std::isupper(c) != 0; })) {
      skip_to(token, ";");
    } else {
      words_.fail(token.line, fmt::format("not a LEF file: {} is not a statement", printable(token.text)));
    }
  }

  void macro(int line) {
    const Token name = words_.next();
    LefMacro macro{.name = std::string(name.text), .width = 0, .height = 0, .line = line};
    if (name.text.empty()) words_.fail(line, "a MACRO without a name");
    for (;;) {
      const Token token = words_.next();
      if (token.text.empty() || is(token, "MACRO")) {
        words_.fail(token.line,
                    fmt::format("MACRO {}, which begins in line {}, has no END", printable(name.text), line));
      }
      if (is(token, "END")) {
        const Token end = words_.next();
        if (end.text != name.text) {
          words_.fail(end.line, fmt::format("END of {} where MACRO {} of line {} should end", printable(end.text),
                                            printable(name.text), line));
        }
        break;
      }
      if (is(token, "SIZE")) {
        size(token.line, macro);
      } else if (is(token, "PIN")) {
        const Token pin = words_.next();
        skip_block(token, pin.text);
      } else if (is(token, "OBS") || is(token, "DENSITY")) {
        skip_to(token, "END");
      } else if (is(token, "TIMING")) {
        skip_block(token, token.text);
      } else {
        skip_to(token, ";");
      }
    }
    if (macro.width == 0) words_.fail(line, fmt::format("MACRO {} has no SIZE", printable(name.text)));
    const auto [found, added] = lines_.try_emplace(macro.name, line);
    if (!added) {
      words_.fail(line, fmt::format("MACRO {} stands twice, first in line {}", printable(name.text), found->second));
    }
    macros_.push_back(std::move(macro));
  }

  /// Reads "SIZE 3.2 BY 10 ;".
  void size(int line, LefMacro& macro) {
    if (macro.width != 0) words_.fail(line, fmt::format("MACRO {} has two sizes", printable(macro.name)));
    macro.width = length();
    const Token by = words_.next();
    if (!is(by, "BY")) words_.fail(by.line, "SIZE: BY is missing");
    macro.height = length();
    const Token end = words_.next();
    if (end.text != ";") words_.fail(end.line, "SIZE: no ; behind the height");
  }

  double length() {
    Token token = words_.next();
    double number = 0;
    const char* const end = token.text.data() + token.text.size();
    const auto [stopped, error] = std::from_chars(token.text.data(), end, number);
    if (error != std::errc() || stopped != end || !(number > 0 && number <= kMostLength)) {
      words_.fail(token.line,
                  fmt::format("SIZE: '{}' is not a length from 0 to {:g} um", printable(token.text), kMostLength));
    }
    return number;
  }

  /// Skips everything up to and including END and this name.
  void skip_block(const Token& begin, std::string_view name) {
    bool end = false;
    for (Token token = words_.next(); !token.text.empty(); token = words_.next()) {
      if (end && token.text == name) return;
      end = is(token, "END");
    }
    unended(begin);
  }
  void skip_to(const Token& begin, std::string_view word) {
    for (Token token = words_.next(); !token.text.empty(); token = words_.next()) {
      if (is(token, word)) return;
    }
    unended(begin);
  }
  [[noreturn]] void unended(const Token& begin) const {
    words_.fail(begin.line, fmt::format("the file ends inside {}, which begins here", printable(begin.text)));
  }

  Words words_;
  std::vector<LefMacro> macros_;
  std::map<std::string, int> lines_;
};

}  // namespace

std::vector<LefMacro> read_lef(const std::filesystem::path& path) {
  const std::string file = path.string();
  std::string text = read_file(file, kMostBytes);
  if (is_gzip(text)) text = unzip(text, file, kMostBytes);
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  return Reader(std::string_view(text).substr(text.rfind(kMark, 0) == 0 ? kMark.size() : 0), file).read();
}

}  // namespace pwlsim::cost
