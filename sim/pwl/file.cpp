// SPDX-License-Identifier: Apache-2.0
#include "sim/pwl/file.h"

#include <fcntl.h>
#include <unistd.h>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "sim/pwl/error.h"

namespace pwlsim {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kProbeBytes = std::size_t{1} << 20;

/// What errno said, where it said anything.
std::string reason_of(int code) { return code == 0 ? "for an unknown reason" : std::strerror(code); }

}  // namespace

std::string read_file(const std::string& path, std::size_t most) {
  std::error_code not_there;  // opening it says so as well
  if (fs::is_directory(path, not_there)) throw InputError(path + ": is a folder, not a file");
  std::ifstream file(path == "-" ? "/dev/stdin" : path, std::ios::binary);
  if (!file) throw InputError(path + ": " + std::strerror(errno));
  std::string content;
  char buffer[65536];
  while (file.read(buffer, sizeof buffer) || file.gcount() > 0) {
    content.append(buffer, static_cast<std::size_t>(file.gcount()));
    if (content.size() > most) {
      throw InputError(path + ": has more than the " + std::to_string(most) + " bytes that are read of such a file");
    }
  }
  if (file.bad()) throw InputError(path + ": cannot be read");
  return content;
}

void check_writable(const std::string& path, const std::string& option) {
  if (path.empty()) return;
  const auto check = [&](const fs::path& place, const std::string& what) {
    if (faccessat(AT_FDCWD, place.c_str(), W_OK, AT_EACCESS) == 0) return;
    throw InputError(option + " " + path + ": " + what + " cannot be written to: " + std::strerror(errno));
  };
  std::error_code error;
  const fs::path folder = fs::absolute(path).parent_path();
  if (!fs::is_directory(folder, error)) {
    throw InputError(option + " " + path + ": there is no folder " + folder.string());
  }
  if (fs::is_directory(path, error)) throw InputError(option + " " + path + ": is a folder");
  const bool there = fs::exists(path, error);
  if (there) check(path, "the file");
  // A file is replaced by a new one beside it (write_file).
  if (!there || fs::is_regular_file(path, error)) {
    const fs::path place = fs::weakly_canonical(path, error).parent_path();
    check(error || place.empty() ? folder : place, "its folder");
  }
}

void begin_report(const std::string& path, const std::string& option) {
  check_writable(path, option);
  std::error_code error;
  if (fs::is_regular_file(path, error) && !fs::remove(fs::weakly_canonical(path, error), error)) {
    throw InputError(option + " " + path + ": cannot be removed: " + error.message());
  }
}

void write_file(const std::string& path, std::string_view content, const std::string& option) {
  // A link stays a link, and a device or pipe is written to; only a file is replaced.
  std::error_code error;
  const bool replace = !fs::exists(path, error) || fs::is_regular_file(path, error);
  const fs::path target = replace ? fs::weakly_canonical(path, error) : fs::path(path);
  const fs::path written = replace ? fs::path(target.string() + "." + std::to_string(getpid()) + ".partial") : target;
  errno = 0;
  std::ofstream file(written, std::ios::binary);
  file << content;
  file.close();
  std::string reason = reason_of(errno);
  if (file && replace) {
    fs::rename(written, target, error);
    reason = error.message();
  }
  if (!file || (replace && error)) {
    std::error_code ignored;
    if (replace) fs::remove(written, ignored);
    throw InputError(option + " " + path + ": cannot be written: " + reason);
  }
}

void check_space(const std::string& folder) {
  const fs::path probe = fs::path(folder) / (std::to_string(getpid()) + ".probe");
  errno = 0;
  std::ofstream file(probe, std::ios::binary);
  file << std::string(kProbeBytes, ' ');
  file.close();
  const int reason = errno;
  const bool written = !file.fail();
  std::error_code ignored;
  fs::remove(probe, ignored);
  if (!written) throw InputError(folder + ": nothing more can be written there: " + reason_of(reason));
}

std::string printable(std::string_view text, std::size_t most) {
  std::string shown(text.substr(0, most));
  for (char& c : shown) c = std::isprint(static_cast<unsigned char>(c)) != 0 ? c : '?';
  return shown;
}

}  // namespace pwlsim
