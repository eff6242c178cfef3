// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/rtl_text.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/base/temporary_folder.h"
#include "sim/lockstep/include_copies.h"

namespace pwlsim::lockstep {
namespace fs = std::filesystem;
namespace {

constexpr const char* kVerilator = "verilator_bin";
constexpr const char* kNextFile = "pwlsim_here_begins_the_next_file";

/// How a line begins by which the preprocessor tells its position: `line 12 "file" 0.
constexpr const char* kLine = "`line ";

/// The plain name of a text, with the ending that tells Verilator the language.
std::string text_name(const RtlSource& source, std::size_t file) {
  const std::string extension = source.files[file].extension().string();
  return "pwl_source_" + std::to_string(file) + (extension == ".v" || extension == ".vlt" ? extension : ".sv");
}

/// A name that Verilator cannot take, and the name used in its place.
using Alias = std::pair<std::string, fs::path>;

/// Aliases of the user's files and folders whose names are not plain.
std::vector<Alias> aliases(const RtlSource& source) {
  std::vector<Alias> all;
  const auto add = [&](const std::string& alias, const fs::path& path) {
    const std::string name = path.string();  // options begin with one of these characters
    if (!is_plain(path) || name[0] == '-' || name[0] == '+') all.emplace_back(alias, path);
  };
  for (std::size_t i = 0; i < source.files.size(); ++i) {
    add(text_name(source, i), source.files[i]);
    if (source.files[i].has_parent_path()) add("pwl_folder_" + std::to_string(i), source.files[i].parent_path());
  }
  for (std::size_t i = 0; i < source.include_folders.size(); ++i) {
    add("pwl_include_" + std::to_string(i), source.include_folders[i]);
  }
  for (std::size_t i = 0; i < source.library_folders.size(); ++i) {
    add("pwl_library_" + std::to_string(i), source.library_folders[i]);
  }
  return all;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Replaces `from` unless it is part of a longer name.
void replace_name(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;) {
    const std::size_t end = at + from.size();
    if ((at > 0 && is_word(text[at - 1])) || (end < text.size() && is_word(text[end]))) {
      at = end;
    } else {
      text.replace(at, from.size(), to);
      at += to.size();
    }
  }
}

void take_out(std::string& text, const std::string& part) {
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;) text.erase(at, part.size());
}

/// Whether a preprocessed text has more than `line directives.
bool has_code(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(kLine, 0) != 0 && line.find_first_not_of(" \t\r") != std::string::npos) return true;
  }
  return false;
}

/// The files that a preprocessed text comes from, which its `line directives name.
std::set<std::string> files_in(const std::string& text) {
  std::set<std::string> files;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find('"');
    if (line.rfind(kLine, 0) == 0 && begin != std::string::npos) {
      files.insert(line.substr(begin + 1, line.rfind('"') - begin - 1));
    }
  }
  return files;
}

/// All texts in quotes that are on one line, without the names of files in `line directives.
std::set<std::string> quoted_in(const std::string& text) {
  std::set<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(kLine, 0) == 0) continue;
    std::istringstream parts(line);
    std::string part;
    for (bool quoted = false; std::getline(parts, part, '"'); quoted = !quoted) {
      if (quoted && !part.empty()) found.insert(part);
    }
  }
  return found;
}

/// Verilator's preprocessor on a user's files.
class Preprocessor {
 public:
  explicit Preprocessor(const RtlSource& source)
      : source_(source), aliases_(aliases(source)), copies_(folder_.path(), search_folders(source)) {
    for (const auto& [alias, path] : aliases_) fs::create_symlink(fs::absolute(path), folder_.path() / alias);
    write_file(folder_ / "next.sv", std::string(kNextFile) + "\n", "temporary file");
    options_ = {"-Mdir", folder_.path().string(), "--no-timing"};
    for (const fs::path& folder : search_folders(source)) options_.push_back("-I" + plain(folder).string());
    for (const std::string& define : source.defines) options_.push_back("-D" + define);
  }

  /// The preprocessed text of each of these files; macros of one are known in the next. Nothing when Verilator refuses
  /// one of them.
  std::optional<std::vector<std::string>> texts(const std::vector<fs::path>& files) {
    const ProcessResult result = run(files, {"-E", "-Wno-fatal", "-Wno-lint", "-Wno-style", "-Wno-REDEFMACRO"});
    if (result.exit_code != 0) return std::nullopt;
    std::vector<std::string> texts(1);
    std::istringstream lines(result.output);
    const std::string next = folder_ / "next.sv";
    for (std::string line; std::getline(lines, line);) {
      if (line == kNextFile) {
        texts.emplace_back();
      } else if (line.rfind(kLine, 0) == 0 ? line.find(next) == std::string::npos
                                           : !line.empty() || !texts.back().empty()) {
        texts.back() += line + "\n";  // each text begins with a `line directive
      }
    }
    texts.resize(files.size());
    for (std::string& text : texts) {
      text = named(std::move(text));
      forget_including(text);
      // With this warning off, the first of two modules of one name would be taken.
      take_out(text, "/*verilator lint_off MODDUP*/");
    }
    return texts;
  }

  [[noreturn]] void refuse(const std::vector<fs::path>& files) {
    std::string message = run(files, {"--lint-only", "-Wno-lint", "-Wno-style", "-Wno-fatal"}).output;
    message = named(std::move(message));
    throw InputError("Verilator failed on " + source_.files[0].string() + " (top " + source_.top + "):\n" +
                     with_user_names(message, source_));
  }

  /// The lines with warnings, which are mixed with those of the text.
  std::string warnings(const std::vector<fs::path>& files) {
    const std::string output = run(files, {"-E", "-Wno-fatal"}).output;
    std::string warnings;
    constexpr const char* kWarning = "%Warning-";
    for (std::size_t at = 0; (at = output.find(kWarning, at)) != std::string::npos; ++at) {
      const std::size_t colon =
          output.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", at + std::string(kWarning).size());
      if (colon == std::string::npos || output[colon] != ':') continue;
      warnings += output.substr(at, output.find('\n', at) - at) + "\n";
    }
    return with_user_names(named(std::move(warnings)), source_);
  }

 private:
  std::string here() const { return folder_.path().string() + "/"; }

  /// Folders in which included files are searched if they are not beside the including file.
  static std::vector<fs::path> search_folders(const RtlSource& source) {
    std::vector<fs::path> folders = source.include_folders;
    for (const fs::path& file : source.files) {
      const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
      if (std::find(folders.begin(), folders.end(), folder) == folders.end()) folders.push_back(folder);
    }
    return folders;
  }

  /// Verilator's text with the names of files in place of those of their copies.
  std::string named(std::string text) const {
    for (const IncludeCopies::Copy& one : copies_.all()) {
      replace_name(text, one.copy.string(), plain(one.file).string());
    }
    take_out(text, here());
    return text;
  }

  ProcessResult run(const std::vector<fs::path>& files, const std::vector<std::string>& mode) {
    std::vector<std::string> command = {kVerilator};
    command.insert(command.end(), mode.begin(), mode.end());
    command.insert(command.end(), options_.begin(), options_.end());
    for (const fs::path& file : files) {
      if (mode[0] == "-E" && &file != files.data()) command.push_back(folder_ / "next.sv");
      command.push_back(copies_.of(file).string());
    }
    // A file that a macro names may also be beside the including file.
    for (const IncludeCopies::Copy& one : copies_.all()) {
      if (one.file.has_parent_path()) command.push_back("-I" + plain(one.file.parent_path()).string());
    }
    ProcessResult result = run_process(command, ".");
    check_machine(result, "Verilator, on " + source_.files[0].string());
    return result;
  }

  /// The name that Verilator gets for a user's file or folder.
  fs::path plain(const fs::path& path) const {
    const auto found =
        std::find_if(aliases_.begin(), aliases_.end(), [&](const Alias& alias) { return alias.second == path; });
    if (found != aliases_.end()) return folder_.path() / found->first;
    if (!path.has_parent_path() || path.parent_path() == path) return path;
    const fs::path folder = plain(path.parent_path());
    return folder == path.parent_path() ? path : folder / path.filename();
  }

  /// Edits the first and the last `line directive so that the file does not seem to be entered from and left to the
  /// file that now holds its text.
  static void forget_including(std::string& text) {
    const std::size_t first = text.find('\n');
    if (text.rfind(kLine, 0) == 0 && first != std::string::npos && text[first - 1] == '1') text[first - 1] = '0';
    const std::size_t last = text.rfind(std::string("\n") + kLine);
    const std::size_t end = text.find('\n', last + 1);
    if (last != std::string::npos && end + 1 == text.size() && text[end - 1] == '2') text[end - 1] = '0';
  }

  const RtlSource& source_;
  TemporaryFolder folder_;
  std::vector<Alias> aliases_;
  IncludeCopies copies_;
  std::vector<std::string> options_;
};

/// Indices of a user's files, each once, without configurations (.vlt).
std::vector<std::size_t> files_once(const RtlSource& source) {
  std::vector<std::size_t> once;
  for (std::size_t i = 0; i < source.files.size(); ++i) {
    const fs::path& file = source.files[i];
    std::error_code error;
    if (fs::exists(file, error) && !fs::is_regular_file(file, error) && !fs::is_directory(file, error)) {
      throw InputError(file.string() + ": RTL is read more than once; give a plain file");
    }
    read_file(file.string());  // throws if it cannot be read
    if (is_configuration(source.files[i])) continue;
    const auto is_this = [&](std::size_t other) { return is_same_file(source.files[other], source.files[i]); };
    if (std::none_of(once.begin(), once.end(), is_this)) once.push_back(i);
  }
  return once;
}

std::vector<fs::path> paths(const RtlSource& source, const std::vector<std::size_t>& files) {
  std::vector<fs::path> all;
  for (const std::size_t file : files) all.push_back(source.files[file]);
  return all;
}

/// The files without the headers that others include, unless such a header has only directives.
std::vector<std::size_t> without_headers(const RtlSource& source, Preprocessor& preprocessor,
                                         const std::vector<std::size_t>& files) {
  std::vector<std::size_t> headers, rest;
  for (const std::size_t i : files) {
    const fs::path& file = source.files[i];
    bool code = false;
    if (is_header(file)) {
      const auto alone = preprocessor.texts({file});
      code = !alone || has_code(alone->front());
    }
    (code ? headers : rest).push_back(i);
  }
  if (headers.empty()) return files;
  // An error in one of the other files is reported when all remaining files are preprocessed.
  const auto texts = rest.empty() ? std::nullopt : preprocessor.texts(paths(source, rest));
  std::set<std::string> included;
  for (const std::string& text : texts.value_or(std::vector<std::string>{})) included.merge(files_in(text));
  std::vector<std::size_t> kept;
  for (const std::size_t i : files) {
    const bool header = std::find(headers.begin(), headers.end(), i) != headers.end();
    const auto is_it = [&](const std::string& name) {
      return is_same_file(with_user_names(name, source), source.files[i]);
    };
    if (!header || std::none_of(included.begin(), included.end(), is_it)) kept.push_back(i);
  }
  return kept;
}

/// The names and signs of a text, with :: as one sign.
std::vector<std::string> tokens_of(const std::string& text) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at++;
    const char c = text[begin];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) continue;
    if (is_word(c)) {
      while (at < text.size() && (is_word(text[at]) || text[at] == '$')) ++at;
    } else if (text.compare(begin, 2, "::") == 0) {
      ++at;
    } else if (c == '"' || text.compare(begin, 2, "/*") == 0) {
      at = std::min(text.find(c == '"' ? "\"" : "*/", begin + 2), text.size() - 1) + 1;
      continue;
    } else if (c == '`') {  // a `line directive
      at = std::min(text.find('\n', begin), text.size());
      continue;
    }
    tokens.push_back(text.substr(begin, at - begin));
  }
  return tokens;
}

/// The names in a text that may be those of modules, interfaces and packages: names before another name, as in "unit
/// u_unit", before a # or ::, or of a port's interface, as in "bus.user b".
std::set<std::string> names_of_parts(const std::string& text) {
  const std::vector<std::string> tokens = tokens_of(text);
  const auto is = [&](std::size_t i, const char* sign) { return i < tokens.size() && tokens[i] == sign; };
  const auto is_name = [&](std::size_t i) { return i < tokens.size() && (is_word(tokens[i][0])); };
  static const std::set<std::string> operators = {"and", "begin",  "dist", "else",    "end", "if",
                                                  "iff", "inside", "or",   "matches", "with"};
  static const std::set<std::string> labelled = {"begin", "end", "endmodule", "endpackage", "fork", "join"};
  std::set<std::string> names;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!is_name(i) || std::isdigit(static_cast<unsigned char>(tokens[i][0])) != 0) continue;
    const bool is_label = i > 1 && is(i - 1, ":") && labelled.count(tokens[i - 2]) != 0;  // begin : name
    const bool is_part = (is_name(i + 1) && operators.count(tokens[i + 1]) == 0 && !is_label) || is(i + 1, "#") ||
                         is(i + 1, "::") || (is(i + 1, ".") && is_name(i + 2) && is_name(i + 3));
    if (is_part) names.insert(tokens[i]);
  }
  return names;
}

/// Whether a text declares a module, an interface or a package of that name.
bool declares(const std::string& text, const std::string& name) {
  std::istringstream words(text);
  std::string before;
  for (std::string word; words >> word;) {
    const bool declaration = before == "module" || before == "interface" || before == "package" ||
                             before == "primitive" || before == "program" || before == "macromodule";
    if (declaration && (word == "automatic" || word == "static")) continue;
    if (declaration && word.substr(0, word.find_first_of("(#;")) == name) return true;
    before = word;
  }
  return false;
}

bool follow_each_other(const std::string& text, const std::string& first, const std::string& second) {
  const std::vector<std::string> tokens = tokens_of(text);
  const std::vector<std::string> both = {first, second};
  return std::search(tokens.begin(), tokens.end(), both.begin(), both.end()) != tokens.end();
}

bool names_a_package(const std::string& text, const std::string& name) { return follow_each_other(text, name, "::"); }

bool declares_package(const std::string& text, const std::string& name) {
  return follow_each_other(text, "package", name) || follow_each_other(text, "automatic", name);
}

/// The files of library folders for modules that the texts, or these files, use but do not declare.
std::vector<fs::path> library_files(const RtlSource& source, Preprocessor& preprocessor,
                                    const std::vector<fs::path>& files) {
  std::vector<fs::path> found;
  for (bool more = !source.library_folders.empty(); more;) {
    more = false;
    std::vector<fs::path> all = files;
    all.insert(all.end(), found.begin(), found.end());
    const auto texts = preprocessor.texts(all);
    if (!texts) return found;
    std::string text;
    for (const std::string& one : *texts) text += one;
    for (const std::string& word : names_of_parts(text)) {
      for (const fs::path& folder : source.library_folders) {
        const auto is_there = [&](const std::string& ending) { return fs::is_regular_file(folder / (word + ending)); };
        const auto ending = std::find_if(source.library_endings.begin(), source.library_endings.end(), is_there);
        if (ending == source.library_endings.end()) continue;
        const fs::path file = folder / (word + *ending);
        const auto is_known = [&](const fs::path& other) { return is_same_file(other, file); };
        if (std::any_of(all.begin(), all.end(), is_known) || declares(text, word)) break;
        found.push_back(file);
        all.push_back(file);
        more = true;
        break;
      }
    }
  }
  return found;
}

std::vector<RtlText> user_texts(const RtlSource& source) {
  Preprocessor preprocessor(source);
  const std::vector<std::size_t> files = without_headers(source, preprocessor, files_once(source));
  std::vector<fs::path> all = paths(source, files);
  const std::vector<fs::path> found = library_files(source, preprocessor, all);
  all.insert(all.end(), found.begin(), found.end());
  if (all.empty()) return {};
  const auto contents = preprocessor.texts(all);
  if (!contents) preprocessor.refuse(all);
  std::vector<RtlText> texts;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string& content = (*contents)[i];
    if (i < files.size()) {
      texts.push_back({text_name(source, files[i]), content});
      continue;
    }
    // Packages come before the files that use them.
    const std::string name = all[i].stem().string();
    const auto uses = [&](const RtlText& text) { return names_a_package(text.content, name); };
    const auto place = declares_package(content, name) ? std::find_if(texts.begin(), texts.end(), uses) : texts.end();
    texts.insert(place, {"pwl_found_" + std::to_string(i - files.size()) + ".sv", content});
  }
  return texts;
}

/// A configuration whose lines about "*/unit.sv" also hold for unit.sv in the working folder.
std::string of_any_folder(const std::string& configuration) {
  std::string text;
  std::istringstream lines(configuration);
  for (std::string line; std::getline(lines, line);) {
    text += line + "\n";
    const std::size_t any = line.find("\"*/");
    if (line.find("-file") < any && any != std::string::npos) text += line.erase(any + 1, 2) + "\n";
  }
  return text;
}

/// data_of() for a source with these texts.
std::vector<std::string> data_of(const RtlSource& source, const std::vector<RtlText>& texts) {
  std::set<std::string> data;
  for (const RtlText& text : texts) {
    if (!is_configuration(text.name)) data.merge(quoted_in(text.content));
  }
  for (const std::string& parameter : source.parameters) data.merge(quoted_in(parameter));
  std::vector<std::string> files;
  std::error_code error;
  std::copy_if(data.begin(), data.end(), std::back_inserter(files),
               [&](const std::string& name) { return fs::is_regular_file(name, error); });
  return files;
}

}  // namespace

bool is_header(const fs::path& file) {
  static const std::set<std::string> endings = {".svh", ".vh", ".h", ".inc"};
  return endings.count(file.extension().string()) != 0;
}

bool is_configuration(const fs::path& file) { return file.extension() == ".vlt"; }

std::vector<RtlText> rtl_texts(const RtlSource& source) {
  std::vector<RtlText> texts;
  // A configuration only affects files after it.
  for (std::size_t i = 0; i < source.files.size(); ++i) {
    if (source.foreign && !is_configuration(source.files[i])) continue;
    const std::string text = read_file(source.files[i].string());
    texts.push_back({text_name(source, i), source.foreign ? of_any_folder(text) : text});
  }
  if (source.foreign) {
    for (RtlText& text : user_texts(source)) texts.push_back(std::move(text));
  }
  if (!source.around.empty()) texts.push_back({"pwl_around.sv", source.around});
  return texts;
}

std::vector<std::string> files_of(const RtlSource& source) {
  const std::vector<RtlText> texts = rtl_texts(source);
  std::set<std::string> files;
  for (const fs::path& file : source.files) files.insert(file.string());
  for (const RtlText& text : texts) {
    for (const std::string& file : files_in(text.content)) files.insert(with_user_names(file, source));
  }
  for (const std::string& file : data_of(source, texts)) files.insert(file);
  return {files.begin(), files.end()};
}

std::vector<std::string> data_of(const RtlSource& source) { return data_of(source, rtl_texts(source)); }

std::string place_naming(const RtlSource& source, const std::string& data) {
  std::string task;
  for (const RtlText& text : rtl_texts(source)) {
    std::istringstream lines(text.content);
    std::string file = text.name;
    long number = 1;
    for (std::string line; std::getline(lines, line); ++number) {
      const std::size_t quote = line.find('"');
      if (line.rfind(kLine, 0) == 0 && quote != std::string::npos) {
        file = line.substr(quote + 1, line.rfind('"') - quote - 1);
        number = std::strtol(line.c_str() + std::string_view(kLine).size(), nullptr, 10) - 1;
        continue;
      }
      std::string place = with_user_names(file + ":" + std::to_string(number), source);
      if (line.find('"' + data + '"') != std::string::npos) return place;
      if (task.empty() && line.find("$readmem") != std::string::npos) task = place;
    }
  }
  return task.empty() ? source.files[0].string() : task;
}

std::string preprocessor_warnings(const RtlSource& source) {
  if (!source.foreign) return "";
  Preprocessor preprocessor(source);
  return preprocessor.warnings(paths(source, without_headers(source, preprocessor, files_once(source))));
}

std::string with_user_names(std::string text, const RtlSource& source) {
  for (std::size_t i = source.files.size(); i-- > 0;) {
    replace_name(text, text_name(source, i), source.files[i].string());
  }
  for (const auto& [alias, path] : aliases(source)) replace_name(text, alias, path.string());
  return text;
}

}  // namespace pwlsim::lockstep
