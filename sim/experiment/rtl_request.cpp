// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/rtl_request.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/experiment/command_text.h"
#include "sim/lockstep/file_list.h"
#include "sim/lockstep/rtl_adapter.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/rtl_text.h"
#include "sim/unit/golden.h"

namespace pwlsim::experiment {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kForeignLabel = "RTL ";

void check_folders(const std::vector<std::string>& folders, const std::string& option) {
  for (const std::string& folder : folders) {
    if (!fs::is_directory(folder)) throw InputError(option + " " + printable(folder) + ": there is no such folder");
  }
}

/// The name before "=", or nothing when that is not a name.
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

FileList read_lists(const RtlRequest& request) {
  FileList list;
  for (const std::string& name : request.file_lists) read_file_list(name, list);
  return list;
}

/// NAME=VALUE pairs of an option, each name once.
std::map<std::string, std::string> pairs_of(const std::vector<std::string>& texts, const std::string& option) {
  std::vector<std::string> each;
  for (const std::string& list : texts) {
    std::istringstream items(list);
    for (std::string item; std::getline(items, item, ',');) each.push_back(item);
  }
  std::map<std::string, std::string> pairs;
  for (const std::string& text : each) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || name_in(text).empty()) {
      throw InputError(option + " " + printable(text) + ": is not NAME=" + (option == "--port" ? "NAME" : "VALUE"));
    }
    const std::string value = text.substr(equals + 1);
    const auto is_plain = [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '_' || c == '$' || c == '\'' || c == '~' || c == '-';
    };
    if (!std::all_of(value.begin(), value.end(), is_plain)) {
      throw InputError(option + " " + printable(text) + ": " + printable(value) + " is not a " +
                       (option == "--port" ? "name" : "Verilog number"));
    }
    if (!pairs.emplace(text.substr(0, equals), value).second) {
      throw InputError(option + " " + text.substr(0, equals) + ": is given twice");
    }
  }
  return pairs;
}

PortMap port_map(const RtlRequest& request) {
  return {pairs_of(request.ports, "--port"), pairs_of(request.ties, "--tie"), !request.fixed_table.empty()};
}

RtlSource foreign_rtl(const RtlRequest& request, const FileList& list) {
  RtlSource source;
  source.foreign = true;
  source.files = list.files;
  append(source.files, request.rtl);
  if (source.files.empty()) throw InputError(request.file_lists[0] + ": names no Verilog file");
  append(source.include_folders, request.include_folders);
  source.include_folders.insert(source.include_folders.end(), list.include_folders.begin(), list.include_folders.end());
  append(source.library_folders, request.library_folders);
  source.library_folders.insert(source.library_folders.end(), list.library_folders.begin(), list.library_folders.end());
  source.library_endings.insert(source.library_endings.begin(), list.library_endings.begin(),
                                list.library_endings.end());
  source.defines = list.defines;
  source.defines.insert(source.defines.end(), request.defines.begin(), request.defines.end());
  check_defines(source.defines);
  check_folders(request.include_folders, "-I");
  check_folders(request.library_folders, "-y");
  source.top = !request.top.empty()  ? request.top
               : request.rtl.empty() ? default_top(source.files)
                                     : default_top({request.rtl.begin(), request.rtl.end()});
  check_parameters(request.parameters);
  std::transform(request.parameters.begin(), request.parameters.end(), std::back_inserter(source.parameters),
                 in_verilog);
  source.label = std::string(kForeignLabel) + source.top;
  return source;
}

}  // namespace

std::string foreign_name(const RtlSource& rtl) { return rtl.label.substr(kForeignLabel.size()); }

std::vector<std::string> rtl_files(const RtlRequest& request) {
  if (!request.has_rtl()) return {};
  try {
    const FileList list = read_lists(request);
    std::vector<std::string> files = lockstep::files_of(foreign_rtl(request, list));
    files.insert(files.end(), list.lists.begin(), list.lists.end());
    return files;
  } catch (const InputError&) {  // which the command meets again, once it has looked at its other options
    return {};
  }
}

RtlSource rtl_source(const RtlRequest& request, const UnitConfig& unit) {
  if (!request.has_rtl()) return own_rtl(unit);
  RtlSource source = foreign_rtl(request, read_lists(request));
  if (!request.is_adapted()) return source;
  // To know its ports takes Verilator, so once is enough.
  static std::mutex mutex;
  static std::map<std::string, RtlSource> adapters;
  const std::lock_guard lock(mutex);
  const std::string key = unit.name + rtl_arguments(request);
  auto found = adapters.find(key);
  if (found == adapters.end()) {
    const int latency = request.latency.value_or(unit.latency());
    found = adapters.emplace(key, adapted(source, unit, port_map(request), latency)).first;
  }
  return found->second;
}

void check_rtl_request(const RtlRequest& request, const std::vector<const UnitConfig*>& units) {
  if (!request.has_rtl()) {
    if (!request.top.empty() || !request.parameters.empty() || request.latency) {
      throw InputError("--top, --param and --latency describe a foreign unit; name its files with --rtl");
    }
    if (request.is_adapted()) {
      throw InputError("--port, --tie and --fixed-table describe a foreign unit; name its files with --rtl");
    }
    if (!request.include_folders.empty() || !request.defines.empty() || !request.library_folders.empty()) {
      throw InputError("-I, -D and -y say how a foreign unit is read; name its files with --rtl");
    }
    return;
  }
  const auto is_first = [&](const UnitConfig* unit) { return unit == units[0]; };
  if (!std::all_of(units.begin(), units.end(), is_first)) {
    throw InputError("--rtl takes the place of one unit's RTL; name that unit with --unit");
  }
  if (request.latency) GoldenModel(*units[0], *request.latency);  // refuses one that it cannot follow
}

}  // namespace pwlsim::experiment
