// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace pwlsim::cli {

/// A command. Its options say which of them name files, and before it runs it refuses to write to a file that it reads,
/// to one that another option writes to, or to one that this program lives on: also where links lead there.
class Command {
 public:
  explicit Command(CLI::App& parser) : parser_(parser) {}
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  /// The parser of its command line.
  CLI::App* operator->() const { return &parser_; }
  CLI::App& operator*() const { return parser_; }

  /// Names of files, asked for when all options are known. Those that are not there do not matter.
  using Names = std::function<std::vector<std::string>()>;

  /// A file that is read; "-" is standard input where the command takes that.
  CLI::Option* add_input(const std::string& names, std::string& file, const std::string& help);
  CLI::Option* add_input(const std::string& names, std::vector<std::string>& files, const std::string& help);

  /// A file that is written at the command's end; "-" is standard output, and what is printed goes to standard error
  /// then. That it can be written is known before the command runs.
  CLI::Option* add_output(const std::string& names, std::string& file, const std::string& help);

  /// The same, emptied before the command runs: one that fails must not leave an older report to stand as its own.
  CLI::Option* add_report(const std::string& names, std::string& file, const std::string& help);

  /// What the names of several files begin with: BEGIN.UNIT and one of the endings, such as ".txt".
  CLI::Option* add_outputs(const std::string& names, std::string& begin, const std::string& help,
                           std::vector<std::string> endings);

  /// A file that is read, and in some cases written.
  CLI::Option* add_updated(const std::string& names, std::string& file, const std::string& help);

  /// Files that the command reads although no option names them; `what` stands for them in messages.
  void also_reads(const std::string& what, Names files);

  /// Work on what the options say, to be done before the command itself, in this order.
  void first(std::function<void()> work) { first_.push_back(std::move(work)); }

  /// To be called when all options are known: refuses to overwrite, as said above, and does what goes first. Throws
  /// InputError.
  void prepare();

 private:
  struct Files {
    std::string what;  ///< the option
    Names names;
    /// Of names with a unit's in them: whether the command may write a file of this name, whatever units it is about.
    std::function<bool(const std::string&)> may_write = {};
  };

  struct Input {
    std::string what, file;
  };

  void check_files();
  std::vector<Input> inputs() const;
  void refuse_if_read(const std::string& file, const Files& writer, const std::vector<Input>& inputs) const;
  void refuse_if_written(const std::string& file, const Files& writer) const;

  CLI::App& parser_;
  std::vector<Files> read_, written_;
  std::vector<std::function<void()>> checks_, first_;
};

/// As check_writable(), for a file that --update writes anew. Throws InputError when it belongs to an installed pwlsim.
void check_updatable(const std::string& file, const std::string& option);

/// The files of a folder with that ending: none when there is no such folder.
std::vector<std::string> files_in(const std::string& folder, const std::string& ending);

/// Adds a command to the program, or to a command that has several.
Command& add_command(CLI::App& parent, const std::string& name, const std::string& help);

}  // namespace pwlsim::cli
