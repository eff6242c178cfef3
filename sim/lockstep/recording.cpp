// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/recording.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "sim/pwl/error.h"
#include "sim/pwl/file.h"

namespace pwlsim::lockstep {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& reason) { throw InputError(path + ": " + reason); }

/// The value of a key in the header's Python dictionary, such as '<f4', False or (4, 5).
std::string_view header_value(const std::string& path, std::string_view header, std::string_view key) {
  const std::string quoted = "'" + std::string(key) + "'";
  std::size_t at = header.find(quoted);
  if (at == std::string_view::npos) fail(path, "the .npy header has no " + quoted);
  at = header.find_first_not_of(" :", at + quoted.size());
  if (at == std::string_view::npos) fail(path, "the .npy header ends after " + quoted);
  const char closing = header[at] == '\'' ? '\'' : header[at] == '(' ? ')' : ',';
  const std::size_t end =
      header.find_first_of(closing == ',' ? std::string_view(",}") : std::string_view(&closing, 1), at + 1);
  if (end == std::string_view::npos) fail(path, "the .npy header ends within the value of " + quoted);
  return closing == ',' ? header.substr(at, end - at) : header.substr(at + 1, end - at - 1);
}

std::uint64_t element_count(const std::string& path, std::string_view shape) {
  std::uint64_t count = 1;
  std::size_t at = 0;
  while ((at = shape.find_first_not_of(" ,", at)) != std::string_view::npos) {
    std::uint64_t extent = 0;
    const auto [end, error] = std::from_chars(shape.data() + at, shape.data() + shape.size(), extent);
    if (error != std::errc() || __builtin_mul_overflow(count, extent, &count)) {
      fail(path, "the .npy shape (" + printable(shape) + ") cannot be read");
    }
    at = static_cast<std::size_t>(end - shape.data());
  }
  return count;
}

template <class T>
std::vector<double> convert(const char* data, std::size_t count) {
  std::vector<double> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    T element;
    std::memcpy(&element, data + i * sizeof(T), sizeof(T));
    numbers[i] = static_cast<double>(element);
  }
  return numbers;
}

std::vector<double> read_npy(const std::string& path, const std::string& content) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the .npy reader copies little-endian numbers");
  constexpr std::string_view kMagic = "\x93NUMPY";
  if (content.compare(0, kMagic.size(), kMagic) != 0)
    fail(path, "is not a .npy file (its first bytes are not \\x93NUMPY)");
  if (content.size() < 12) fail(path, "is truncated within the .npy header");
  const int version = static_cast<unsigned char>(content[6]);
  if (version < 1 || version > 3) fail(path, "has .npy version " + std::to_string(version) + "; 1 to 3 can be read");
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  std::size_t header_length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    header_length |= static_cast<std::size_t>(static_cast<unsigned char>(content[8 + i])) << (8 * i);
  }
  const std::size_t data_at = 8 + length_bytes + header_length;
  if (data_at > content.size()) fail(path, "is truncated within the .npy header");
  const std::string_view header = std::string_view(content).substr(8 + length_bytes, header_length);

  const std::string_view type = header_value(path, header, "descr");
  if (!type.empty() && type[0] == '>') {
    fail(path, "is big endian (" + printable(type) + "); save it with .astype('<" + printable(type.substr(1)) + "')");
  }
  const std::string_view order = header_value(path, header, "fortran_order");
  if (order != "False") fail(path, "is in Fortran order; save it with numpy.ascontiguousarray");
  const std::uint64_t count = element_count(path, header_value(path, header, "shape"));

  std::size_t size = 0;
  std::vector<double> (*reader)(const char*, std::size_t) = nullptr;
  if (type == "<f4") {
    size = 4;
    reader = convert<float>;
  }
  if (type == "<f8") {
    size = 8;
    reader = convert<double>;
  }
  if (type == "|i1" || type == "<i1") {
    size = 1;
    reader = convert<std::int8_t>;
  }
  if (type == "<i2") {
    size = 2;
    reader = convert<std::int16_t>;
  }
  if (type == "<i4") {
    size = 4;
    reader = convert<std::int32_t>;
  }
  if (reader == nullptr) {
    fail(path, "holds numbers of type " + printable(type) + "; float32, float64, int8, int16 and int32 can be read");
  }
  const std::size_t available = content.size() - data_at;
  if (count > available / size) {
    fail(path, "is truncated: its shape needs " + std::to_string(count) + " numbers, it holds " +
                   std::to_string(available / size));
  }
  if (available != count * size)
    fail(path, "has " + std::to_string(available - count * size) + " bytes after its data");
  return reader(content.data() + data_at, count);
}

std::vector<double> read_text(const std::string& path, std::string_view content) {
  std::vector<double> numbers;
  for (std::size_t line_number = 1; !content.empty(); ++line_number) {
    std::string_view line = content.substr(0, content.find('\n'));
    content.remove_prefix(std::min(content.size(), line.size() + 1));
    line = line.substr(0, line.find('#'));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) continue;
    line = line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
    // from_chars knows no plus sign.
    const std::string_view digits = line.front() == '+' && line.substr(1, 1) != "-" ? line.substr(1) : line;
    double number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(number)) {
      fail(path, "line " + std::to_string(line_number) + ": '" + printable(line) + "' is not a finite number");
    }
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace

std::vector<double> read_recording(const std::string& path) {
  const std::string content = read_file(path);
  std::vector<double> numbers =
      std::filesystem::path(path).extension() == ".npy" ? read_npy(path, content) : read_text(path, content);
  if (numbers.empty()) fail(path, "holds no value");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!std::isfinite(numbers[i])) fail(path, "value " + std::to_string(i) + " is not a finite number");
  }
  return numbers;
}

}  // namespace pwlsim::lockstep
