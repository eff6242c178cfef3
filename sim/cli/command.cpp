// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/cli/arguments.h"
#include "sim/unit/plain_name.h"
#include "sim/unit/unit_config.h"

namespace pwlsim::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStandard = "-";

/// The parser of a command, which it owns.
class CommandParser : public CLI::App {
 public:
  using CLI::App::App;

  Command command{*this};

 protected:
  void pre_callback() override { command.prepare(); }
};

/// The name of an option in messages. A positional argument has none that the user has typed.
std::string name_of(const std::string& names) {
  return names[0] == '-' ? names.substr(0, names.find(',')) : "the command";
}

CLI::Option* named_file(CLI::Option* option) { return option->type_name("FILE")->check(check_name); }

Command::Names one(const std::string& file) {
  return [&file] { return file.empty() ? std::vector<std::string>{} : std::vector<std::string>{file}; };
}

bool is_below(const fs::path& folder, const std::string& file) {
  std::error_code error;
  const fs::path own = fs::weakly_canonical(folder, error);
  const fs::path place = fs::weakly_canonical(file, error);
  return std::mismatch(own.begin(), own.end(), place.begin(), place.end()).first == own.end();
}

/// What this program reads of its own checkout.
bool is_part_of_pwlsim(const std::string& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return false;
  const std::initializer_list<const char*> folders = {"rtl", "hw", "sim", "scripts"};
  return std::any_of(folders.begin(), folders.end(),
                     [&](const char* folder) { return is_below(source_folder() / folder, file); });
}

/// Whether writing to one file loses what the other holds. Both may be open, as /dev/stdout is: they take turns then.
bool overwrite_each_other(const std::string& a, const std::string& b) {
  if (a == kStandard && b == kStandard) return true;
  return is_same_file(output_name(a), output_name(b)) && (is_replaced(a) || is_replaced(b));
}

bool overwrites(const std::string& output, const std::string& input) {
  std::error_code error;
  const std::string file = input == kStandard ? "/dev/stdin" : input;
  return fs::is_regular_file(file, error) && is_same_file(output_name(output), file);
}

bool is_between(const std::string& file, const std::string& begin, const std::string& ending) {
  return file.size() >= begin.size() + ending.size() && file.starts_with(begin) && file.ends_with(ending);
}

/// Adds the files that are there whose names begin and end like that.
void add_files_between(const std::string& begin, const std::string& ending, std::vector<std::string>& files) {
  const fs::path folder = fs::path(begin).parent_path();
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, error)) {
    const std::string file = (folder / entry.path().filename()).string();
    if (is_between(file, begin, ending)) files.push_back(file);
  }
}

}  // namespace

CLI::Option* Command::add_input(const std::string& names, std::string& file, const std::string& help) {
  read_.push_back({name_of(names), one(file)});
  return named_file(parser_.add_option(names, file, help));
}

CLI::Option* Command::add_input(const std::string& names, std::vector<std::string>& files, const std::string& help) {
  read_.push_back({name_of(names), [&files] { return files; }});
  return named_file(parser_.add_option(names, files, help));
}

CLI::Option* Command::add_output(const std::string& names, std::string& file, const std::string& help) {
  const std::string name = name_of(names);
  written_.push_back({name, one(file)});
  checks_.emplace_back([&file, name] { check_writable(file, name); });
  return named_file(parser_.add_option(names, file, help));
}

CLI::Option* Command::add_report(const std::string& names, std::string& file, const std::string& help) {
  const std::string name = name_of(names);
  written_.push_back({name, one(file)});
  checks_.emplace_back([&file, name] { begin_report(file, name); });
  return named_file(parser_.add_option(names, file, help));
}

CLI::Option* Command::add_outputs(const std::string& names, std::string& begin, const std::string& help,
                                  std::vector<std::string> endings) {
  // Which units it will be is not known here; for a check all may be.
  const auto files = [&begin, endings] {
    std::vector<std::string> all;
    if (begin.empty()) return all;
    for (const UnitConfig& unit : named_units()) {
      for (const std::string& ending : endings) all.push_back(begin + "." + plain_name(unit) + ending);
    }
    for (const std::string& ending : endings) add_files_between(begin + ".", ending, all);
    return all;
  };
  const auto may_write = [&begin, all = std::move(endings)](const std::string& file) {
    const auto may_end = [&](const std::string& ending) { return is_between(file, begin + ".", ending); };
    return !begin.empty() && std::any_of(all.begin(), all.end(), may_end);
  };
  written_.push_back({name_of(names), files, may_write});
  return named_file(parser_.add_option(names, begin, help));
}

CLI::Option* Command::add_updated(const std::string& names, std::string& file, const std::string& help) {
  const std::string name = name_of(names);
  read_.push_back({name, one(file)});
  written_.push_back({name, one(file)});
  return named_file(parser_.add_option(names, file, help));
}

void Command::also_reads(const std::string& what, Names files) { read_.push_back({what, std::move(files)}); }

std::vector<Command::Input> Command::inputs() const {
  std::vector<Input> all;
  for (const Files& reader : read_) {
    for (const std::string& file : reader.names()) all.push_back({reader.what, file});
  }
  return all;
}

void Command::refuse_if_read(const std::string& file, const Files& writer, const std::vector<Input>& inputs) const {
  for (const Input& input : inputs) {
    if (input.what == writer.what || !overwrites(file, input.file)) continue;
    throw InputError(
        writer.what + " " + file + ": would overwrite " +
        (input.file == file ? "what " + input.what + " reads" : input.file + " (" + input.what + "), the same file"));
  }
}

void Command::refuse_if_written(const std::string& file, const Files& writer) const {
  const std::string begin = writer.what + " " + file + ": ";
  for (const Files& other : written_) {
    if (&other == &writer) break;
    for (const std::string& output : other.names()) {
      if (overwrite_each_other(file, output)) throw InputError(begin + other.what + " writes to the same file");
    }
  }
  for (const Files& other : written_) {
    if (&other != &writer && other.may_write && other.may_write(file)) {
      throw InputError(begin + other.what + " writes to the same file");
    }
  }
  const bool updated = std::any_of(read_.begin(), read_.end(), [&](const Files& r) { return r.what == writer.what; });
  if (!updated && is_part_of_pwlsim(file)) throw InputError(begin + "would overwrite a file of pwlsim itself");
}

void Command::check_files() {
  bool prints = false;
  std::optional<std::vector<Input>> read;  // once, and only for what is there: to find what RTL includes takes a tool
  for (const Files& writer : written_) {
    for (const std::string& file : writer.names()) {
      std::error_code error;
      if (fs::is_regular_file(output_name(file), error)) {
        if (!read) read = inputs();
        refuse_if_read(file, writer, *read);
      }
      refuse_if_written(file, writer);
      prints = prints || file == kStandard;
    }
  }
  for (const auto& check : checks_) check();
  if (prints) keep_standard_output();
}

void Command::prepare() {
  check_files();
  for (const auto& work : first_) work();
}

void check_updatable(const std::string& file, const std::string& option) {
  if (is_installed() && is_below(source_folder(), file)) {
    throw InputError(option + " " + file +
                     ": belongs to the installed pwlsim, which stays as it is; copy it and give " + option +
                     " the copy");
  }
  check_writable(file, option);
}

std::vector<std::string> files_in(const std::string& folder, const std::string& ending) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ending) files.push_back(entry.path().string());
  }
  return files;
}

Command& add_command(CLI::App& parent, const std::string& name, const std::string& help) {
  const auto parser = std::make_shared<CommandParser>(help, name);
  parent.add_subcommand(parser);
  return parser->command;
}

}  // namespace pwlsim::cli
