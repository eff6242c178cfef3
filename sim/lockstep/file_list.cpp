// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/file_list.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <set>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::lockstep {
namespace fs = std::filesystem;
namespace {

constexpr int kMostDeep = 32;  // stops lists that name each other

struct Word {
  std::string text;
  int line;
};

class Reader {
 public:
  Reader(fs::path list, bool only_here, int depth, FileList& into)
      : list_(std::move(list)), only_here_(only_here), depth_(depth), text_(read_text(list_.string())), into_(into) {}

  void read() {
    into_.lists.push_back(list_);
    if (depth_ > kMostDeep) throw InputError(list_.string() + ": lists of files name each other without an end");
    while (const std::optional<Word> word = next()) take(*word);
  }

 private:
  [[noreturn]] void fail(int line, const std::string& what) const {
    throw InputError(list_.string() + ":" + std::to_string(line) + ": " + what);
  }

  char at(std::size_t position) const { return position < text_.size() ? text_[position] : '\0'; }
  bool ended() const { return position_ >= text_.size(); }

  char take_char() {
    const char c = text_[position_++];
    if (c == '\n') ++line_;
    return c;
  }

  bool is_blank() const { return std::isspace(static_cast<unsigned char>(at(position_))) != 0; }

  /// Skips spaces, comments and the ends of continued lines.
  void skip() {
    while (!ended()) {
      if (is_blank() || at(position_) == '\0') {
        take_char();
      } else if (at(position_) == '\\' && (at(position_ + 1) == '\n' || at(position_ + 1) == '\r')) {
        ++position_;
      } else if (at(position_) == '#' || (at(position_) == '/' && at(position_ + 1) == '/')) {
        while (!ended() && at(position_) != '\n') ++position_;
      } else if (at(position_) == '/' && at(position_ + 1) == '*') {
        const int begin = line_;
        position_ += 2;
        while (at(position_) != '*' || at(position_ + 1) != '/') {
          if (ended()) fail(begin, "this comment has no end");
          take_char();
        }
        position_ += 2;
      } else {
        return;
      }
    }
  }

  std::optional<Word> next() {
    skip();
    if (ended()) return std::nullopt;
    Word word{"", line_};
    char quote = '\0';
    bool value = false;  // value of a macro: quotes belong to it, and numbers such as 8'h1f contain one
    while (!ended() && (quote != '\0' || !is_blank())) {
      const char c = take_char();
      if (c == '\n') fail(word.line, "a quote has no end");
      value = value || (c == '=' && quote == '\0');
      if (quote != '\0' && c == quote) {
        quote = '\0';
        if (value) word.text += c;
      } else if (quote == '\0' && (c == '"' || (c == '\'' && !value))) {
        quote = c;
        if (value) word.text += c;
      } else if (c == '\\' && quote != '\'' && !ended()) {
        if (at(position_) == '\n' || at(position_) == '\r') return word;
        word.text += take_char();
      } else if (c == '$' && quote != '\'') {
        word.text += variable();
      } else {
        word.text += c;
      }
    }
    if (quote != '\0') fail(word.line, "a quote has no end");
    return word;
  }

  /// The value of the variable whose name follows, after the $.
  std::string variable() {
    const char open = at(position_);
    const char close = open == '{' ? '}' : open == '(' ? ')' : '\0';
    if (close != '\0') ++position_;
    std::string name;
    while (std::isalnum(static_cast<unsigned char>(at(position_))) != 0 || at(position_) == '_') name += take_char();
    if (name.empty() && close == '\0') return "$";
    if (close != '\0' && at(position_) != close) fail(line_, "a variable's name has no end");
    if (close != '\0') ++position_;
    const char* const value = std::getenv(name.c_str());
    if (value == nullptr) fail(line_, "there is no variable " + printable(name) + " in the environment");
    return value;
  }

  fs::path place(const Word& word, const std::string& name) const {
    fs::path here = list_.parent_path() / name;
    std::error_code ignored;
    const bool there = fs::exists(name, ignored);
    if (fs::path(name).is_absolute() || (!only_here_ && there)) {
      if (!there) fail(word.line, printable(name) + ": No such file or directory");
      return name;
    }
    if (!fs::exists(here, ignored)) fail(word.line, printable(name) + ": No such file or directory");
    return here;
  }

  fs::path folder(const Word& word, const std::string& name) const {
    fs::path path = place(word, name);
    if (!fs::is_directory(path)) fail(word.line, printable(name) + ": is not a folder");
    return path;
  }

  fs::path file(const Word& word, const std::string& name) const {
    fs::path path = place(word, name);
    if (fs::is_directory(path)) fail(word.line, printable(name) + ": is a folder");
    return path;
  }

  /// The parts a and b of +name+a+b; nothing for another text.
  static std::optional<std::vector<std::string>> parts(const std::string& text, const std::string& name) {
    if (text.rfind(name, 0) != 0) return std::nullopt;
    std::vector<std::string> all;
    for (std::size_t begin = name.size(); begin <= text.size();) {
      const std::size_t end = std::min(text.find('+', begin), text.size());
      if (end > begin) all.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
    return all;
  }

  /// The argument of an option, in the same word or in the next.
  std::string argument(const Word& word, std::size_t size) {
    if (word.text.size() > size) return word.text.substr(size);
    const std::optional<Word> following = next();
    if (!following) fail(word.line, printable(word.text) + ": what it names is missing");
    return following->text;
  }

  void take(const Word& word) {
    const std::string& text = word.text;
    static const std::set<std::string> idle = {"-sv", "-sverilog", "-sv2012", "+v2k", "-verilog2001"};
    const auto is = [&](const char* option) { return text == option; };
    const auto begins = [&](const char* option) { return text.rfind(option, 0) == 0; };
    if (const auto folders = parts(text, "+incdir+")) {
      for (const std::string& name : *folders) into_.include_folders.push_back(folder(word, name));
    } else if (const auto defines = parts(text, "+define+")) {
      into_.defines.insert(into_.defines.end(), defines->begin(), defines->end());
    } else if (const auto endings = parts(text, "+libext+")) {
      into_.library_endings.insert(into_.library_endings.end(), endings->begin(), endings->end());
    } else if (is("-incdir") || is("--incdir") || is("--include")) {
      into_.include_folders.push_back(folder(word, argument(word, text.size())));
    } else if (is("-define") || is("--define")) {
      into_.defines.push_back(argument(word, text.size()));
    } else if (begins("-I")) {
      into_.include_folders.push_back(folder(word, argument(word, 2)));
    } else if (begins("-D")) {
      into_.defines.push_back(argument(word, 2));
    } else if (is("-y")) {
      into_.library_folders.push_back(folder(word, argument(word, 2)));
    } else if (is("-v")) {
      into_.files.push_back(file(word, argument(word, 2)));
    } else if (is("-f") || is("-F")) {
      Reader(file(word, argument(word, 2)), is("-F"), depth_ + 1, into_).read();
    } else if (text.empty() || idle.count(text) != 0) {
      return;
    } else if (text[0] == '-' || text[0] == '+') {
      fail(word.line, printable(text) +
                          ": is not known here; known: +incdir+, -I, +define+, -D, -y, +libext+, -v, -f, -F and files");
    } else {
      into_.files.push_back(file(word, text));
    }
  }

  fs::path list_;
  bool only_here_;
  int depth_;
  std::string text_;
  FileList& into_;
  std::size_t position_ = 0;
  int line_ = 1;
};

}  // namespace

void read_file_list(const fs::path& list, FileList& into) { Reader(list, false, 1, into).read(); }

}  // namespace pwlsim::lockstep
