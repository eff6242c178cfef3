// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/recording.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string_view>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/source_folder.h"
#include "sim/lockstep/npy.h"
#include "sim/lockstep/text_numbers.h"

namespace pwlsim::lockstep {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& reason) { throw InputError(path + ": " + reason); }

/// Refuses archives and other files that may contain arrays of numbers, by their first bytes.
void refuse_containers(const std::string& path, std::string_view content) {
  struct Container {
    std::string_view magic;
    const char* what;
  };
  using namespace std::string_view_literals;
  static constexpr Container kContainers[] = {
      {"PK\x03\x04"sv, "is a zip archive, as .npz and PyTorch's files are; save one array with numpy.save"},
      {"PK\x05\x06"sv, "is an empty zip archive; save one array with numpy.save"},
      {"\x1f\x8b"sv, "is compressed (gzip); unpack it first"},
      {"BZh"sv, "is compressed (bzip2); unpack it first"},
      {"\xfd\x37zXZ"sv, "is compressed (xz); unpack it first"},
      {"\x28\xb5\x2f\xfd"sv, "is compressed (zstd); unpack it first"},
      {"\x89HDF"sv, "is an HDF5 file; save one array with numpy.save"},
      {"MATLAB 5.0"sv, "is a MATLAB file; save one array with numpy.save"},
      {"\x80\x02"sv, "is a Python pickle; save one array with numpy.save"},
      {"\x80\x03"sv, "is a Python pickle; save one array with numpy.save"},
      {"\x80\x04"sv, "is a Python pickle; save one array with numpy.save"},
      {"\x80\x05"sv, "is a Python pickle; save one array with numpy.save"},
      {"PAR1"sv, "is a Parquet file; save one array with numpy.save"},
  };
  for (const Container& container : kContainers) {
    if (content.substr(0, container.magic.size()) == container.magic) fail(path, container.what);
  }
}

void check_finite(const std::string& path, const std::vector<double>& numbers) {
  const auto is_bad = [](double number) { return !std::isfinite(number); };
  const auto first = std::find_if(numbers.begin(), numbers.end(), is_bad);
  if (first == numbers.end()) return;
  const char* const what = std::isnan(*first) ? "NaN" : *first > 0 ? "infinity" : "-infinity";
  fail(path, "value " + std::to_string(first - numbers.begin()) + " is not a finite number (" + what + "); of " +
                 std::to_string(numbers.size()) + " values " +
                 std::to_string(std::count_if(first, numbers.end(), is_bad)) + " are not");
}

}  // namespace

std::vector<double> read_recording(const std::string& path, const std::string& column) {
  return parse_recording(read_file(path, kMostRecordingBytes), path, column);
}

std::vector<double> parse_recording(const std::string& content, const std::string& path, const std::string& column) {
  const std::string_view start = std::string_view(content).substr(0, kNpyMagic.size());
  const bool npy = !start.empty() && start == kNpyMagic.substr(0, start.size());
  if (npy && !column.empty()) fail(path, "is a .npy file, which has no columns to choose with --column");
  if (!npy) refuse_containers(path, content);
  std::vector<double> numbers = npy ? parse_npy(path, content) : parse_text_numbers(path, content, column);
  if (numbers.empty()) fail(path, "holds no value");
  check_finite(path, numbers);
  return numbers;
}

std::string recordings_folder() {
  const char* named = std::getenv("PWLSIM_RECORDINGS");
  return named != nullptr && *named != '\0' ? std::string(named) : (source_folder() / "tests/data").string();
}

Recordings::Numbers Recordings::of(const std::string& path, const std::string& column) {
  const std::lock_guard lock(mutex_);
  Numbers& numbers = read_[{path, column}];
  if (!numbers) numbers = std::make_shared<const std::vector<double>>(read_recording(path, column));
  return numbers;
}

}  // namespace pwlsim::lockstep
