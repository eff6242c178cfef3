// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/rtl_options.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>
#include <set>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/lockstep/file_list.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/rtl_text.h"
#include "sim/unit/golden.h"

namespace pwlsim::cli {
namespace fs = std::filesystem;
namespace {

void check_folders(const std::vector<std::string>& folders, const std::string& option) {
  for (const std::string& folder : folders) {
    if (!fs::is_directory(folder)) throw InputError(option + " " + printable(folder) + ": there is no such folder");
  }
}

/// The part before "=", or nothing when that is no name.
std::string name_in(const std::string& text) {
  std::string name = text.substr(0, text.find('='));
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '$'; };
  const bool is_name = !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
                       std::all_of(name.begin(), name.end(), is_plain);
  return is_name ? name : "";
}

void check_defines(const std::vector<std::string>& defines) {
  for (const std::string& define : defines) {
    if (name_in(define).empty()) throw InputError("-D " + printable(define) + ": is not NAME or NAME=VALUE");
  }
}

/// A plain number, decimal or 0x…, or nothing. One beyond 64 bits is INT64_MAX or INT64_MIN.
std::optional<long long> plain_number(std::string value) {
  value.erase(std::remove(value.begin(), value.end(), '_'), value.end());
  const std::size_t digits = value.find_first_not_of("+-");
  const bool is_hexadecimal =
      digits != std::string::npos && (value.compare(digits, 2, "0x") == 0 || value.compare(digits, 2, "0X") == 0);
  char* end = nullptr;
  const long long number = std::strtoll(value.c_str(), &end, is_hexadecimal ? 16 : 10);
  if (value.empty() || *end != '\0') return std::nullopt;
  return number;
}

/// Whether a plain number has more than the 32 bits that Verilog, and Verilator in silence, takes it for.
bool is_cut_off(const std::string& value) {
  const std::optional<long long> number = plain_number(value);
  return number && (*number < INT32_MIN || *number > std::int64_t{UINT32_MAX});
}

/// A parameter as both Verilog and Verilator's option take it: neither knows 0x… as the other does.
std::string in_verilog(const std::string& parameter) {
  const std::size_t equals = parameter.find('=');
  const std::optional<long long> number = plain_number(parameter.substr(equals + 1));
  if (!number) return parameter;
  return parameter.substr(0, equals + 1) + (*number > INT32_MAX ? "32'd" : "") + std::to_string(*number);
}

void check_parameters(const std::vector<std::string>& parameters) {
  std::set<std::string> names;
  for (const std::string& parameter : parameters) {
    const std::string name = name_in(parameter);
    const std::string value = parameter.substr(std::min(parameter.find('='), parameter.size() - 1) + 1);
    if (name.empty() || value.empty()) throw InputError("--param " + printable(parameter) + ": is not NAME=VALUE");
    if (!names.insert(name).second) throw InputError("--param " + name + ": is given twice");
    if (is_cut_off(value)) {
      throw InputError("--param " + printable(parameter) + ": does not fit 32 bits; say how many, such as " + name +
                       "=64'd" + printable(value));
    }
  }
}

void append(std::vector<fs::path>& paths, const std::vector<std::string>& names) {
  paths.insert(paths.end(), names.begin(), names.end());
}

/// The first file that holds more than macros or settings, without its ending.
std::string default_top(const std::vector<fs::path>& files) {
  const auto is_code = [](const fs::path& file) { return !is_header(file) && file.extension() != ".vlt"; };
  const auto first = std::find_if(files.begin(), files.end(), is_code);
  return (first == files.end() ? files.front() : *first).stem().string();
}

FileList read_lists(const RtlOptions& options) {
  FileList list;
  for (const std::string& name : options.file_lists) read_file_list(name, list);
  return list;
}

RtlSource foreign_rtl(const RtlOptions& options, const FileList& list) {
  RtlSource source;
  source.foreign = true;
  source.files = list.files;
  append(source.files, options.rtl);
  if (source.files.empty()) throw InputError(options.file_lists[0] + ": names no Verilog file");
  append(source.include_folders, options.include_folders);
  source.include_folders.insert(source.include_folders.end(), list.include_folders.begin(), list.include_folders.end());
  append(source.library_folders, options.library_folders);
  source.library_folders.insert(source.library_folders.end(), list.library_folders.begin(), list.library_folders.end());
  source.library_endings.insert(source.library_endings.begin(), list.library_endings.begin(),
                                list.library_endings.end());
  source.defines = list.defines;
  source.defines.insert(source.defines.end(), options.defines.begin(), options.defines.end());
  check_defines(source.defines);
  check_folders(options.include_folders, "-I");
  check_folders(options.library_folders, "-y");
  source.top = !options.top.empty()  ? options.top
               : options.rtl.empty() ? default_top(source.files)
                                     : default_top({options.rtl.begin(), options.rtl.end()});
  check_parameters(options.parameters);
  std::transform(options.parameters.begin(), options.parameters.end(), std::back_inserter(source.parameters),
                 in_verilog);
  source.label = "RTL " + source.top;
  return source;
}

/// All files that the RTL is read from.
std::vector<std::string> files_of(const RtlOptions& options) {
  if (!options.has_rtl()) return {};
  try {
    const FileList list = read_lists(options);
    std::vector<std::string> files = lockstep::files_of(foreign_rtl(options, list));
    files.insert(files.end(), list.lists.begin(), list.lists.end());
    return files;
  } catch (const InputError&) {  // which the command meets again, once it has looked at its other options
    return {};
  }
}

}  // namespace

void add_rtl_options(Command& app, RtlOptions& options) {
  app.add_input("--rtl", options.rtl, "Verilog files of a foreign unit that takes the place of the project's RTL");
  const auto add_each = [&](const char* names, std::vector<std::string>& values, const char* help, const char* type) {
    app.add_option(names, values, help)->allow_extra_args(false)->type_name(type);
  };
  app.add_input("-f,--filelist", options.file_lists,
                "More of them: a list of files, +incdir+DIR, +define+NAME=VALUE, -y DIR, -f LIST; may be repeated")
      ->allow_extra_args(false);
  add_each("-I,--incdir", options.include_folders,
           "Folder of `include files, such as -I rtl/inc; may be repeated; after it come the folders of --rtl files",
           "DIR");
  add_each("-D,--define", options.defines, "Macro for --rtl, such as -D WIDTH=8 or -D FAST; may be repeated",
           "NAME[=VALUE]");
  add_each("-y,--library", options.library_folders,
           "Folder with modules that no file has, each in a file of its name; may be repeated", "DIR");
  app.add_option("--top", options.top, "Top module of --rtl; default: the first file's name");
  app.add_option("--param", options.parameters, "Parameter NAME=VALUE of the top module of --rtl");
  app.also_reads("the RTL", [&options] { return files_of(options); });
  add_whole(app, "--latency", options.latency, "Latency of the unit in --rtl; default: the configuration's");
}

RtlSource rtl_source(const RtlOptions& options, const UnitConfig& unit) {
  return options.has_rtl() ? foreign_rtl(options, read_lists(options)) : own_rtl(unit);
}

void check_rtl_options(const RtlOptions& options, const std::vector<const UnitConfig*>& units) {
  if (!options.has_rtl()) {
    if (!options.top.empty() || !options.parameters.empty() || options.latency) {
      throw InputError("--top, --param and --latency describe a foreign unit; name its files with --rtl");
    }
    if (!options.include_folders.empty() || !options.defines.empty() || !options.library_folders.empty()) {
      throw InputError("-I, -D and -y say how a foreign unit is read; name its files with --rtl");
    }
    return;
  }
  const auto is_first = [&](const UnitConfig* unit) { return unit == units[0]; };
  if (!std::all_of(units.begin(), units.end(), is_first)) {
    throw InputError("--rtl takes the place of one unit's RTL; name that unit with --unit");
  }
  if (options.latency) GoldenModel(*units[0], *options.latency);  // refuses one that it cannot follow
}

std::string rtl_arguments(const RtlOptions& options) {
  std::string text;
  const auto add = [&](const char* option, const std::string& value) {
    text += std::string(" ") + option + " " + quoted(value);
  };
  const auto add_all = [&](const char* option, const std::vector<std::string>& values) {
    for (const std::string& value : values) add(option, value);
  };
  add_all("--rtl", options.rtl);
  add_all("-f", options.file_lists);
  add_all("-I", options.include_folders);
  add_all("-D", options.defines);
  add_all("-y", options.library_folders);
  if (!options.top.empty()) add("--top", options.top);
  add_all("--param", options.parameters);
  if (options.latency) add("--latency", std::to_string(*options.latency));
  return text;
}

std::string quoted(const std::string& argument) {
  constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=,+-";
  if (!argument.empty() && argument.find_first_not_of(kPlain) == std::string::npos) return argument;
  std::string text = "'";
  for (const char c : argument) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace pwlsim::cli
