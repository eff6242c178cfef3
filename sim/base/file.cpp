// SPDX-License-Identifier: Apache-2.0
#include "sim/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <new>
#include <optional>
#include <system_error>

#include "sim/base/error.h"
#include "sim/base/leftovers.h"

namespace pwlsim::base {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kProbeBytes = std::size_t{1} << 20;
constexpr int kMostLinks = 40;
constexpr const char* kStandard = "-";

/// The path with its links followed; the file need not exist.
fs::path followed(fs::path path) {
  std::error_code error;
  for (int i = 0; i < kMostLinks && fs::is_symlink(path, error); ++i) {
    const fs::path target = fs::read_symlink(path, error);
    if (error) break;
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return path;
}

/// The descriptor that a path such as /dev/stdout or /dev/fd/3 stands for.
std::optional<int> descriptor_of(fs::path path) {
  std::error_code error;
  for (int i = 0; i < kMostLinks; ++i) {
    const fs::path folder = fs::canonical(path.parent_path(), error);
    const std::string name = path.filename().string();
    if (!error && folder == fs::canonical("/proc/self/fd", error)) {
      int number = 0;
      const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
      if (failed == std::errc() && end == name.data() + name.size()) return number;
    }
    if (!fs::is_symlink(path, error)) return std::nullopt;
    const fs::path target = fs::read_symlink(path, error);
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return std::nullopt;
}

/// Descriptor to which the file "-" is written.
int& standard_output() {
  static int descriptor = STDOUT_FILENO;
  return descriptor;
}

/// Writes all of `content`. Returns 0 or errno.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// Writes to an open descriptor, or opens the path and writes there. Returns 0 or errno.
int write_through(const fs::path& path, std::string_view content) {
  const std::optional<int> open_one =
      path == kStandard ? std::optional(standard_output()) : descriptor_of(fs::absolute(path));
  if (open_one) {
    std::cout.flush();
    std::fflush(stdout);  // keeps the order with what was printed before
    return write_all(*open_one, content);
  }
  const int descriptor = open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  if (descriptor < 0) return errno;
  const int error = write_all(descriptor, content);
  return close(descriptor) != 0 && error == 0 ? errno : error;
}

/// Replaces or makes the file in one step and keeps the mode and owner of an old one. Returns 0 or errno, or nothing
/// when the owner cannot be kept.
std::optional<int> replace(const fs::path& path, std::string_view content) {
  struct stat old {};
  const bool there = stat(path.c_str(), &old) == 0;
  if (there && old.st_nlink > 1) return std::nullopt;
  const fs::path partial = path.string() + "." + std::to_string(getpid()) + ".partial";
  add_leftover(partial);
  const int descriptor = open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  int error = descriptor < 0 ? errno : 0;
  bool kept = true;
  if (descriptor >= 0) {
    if (there) {
      struct stat now {};
      fstat(descriptor, &now);
      const bool same = now.st_uid == old.st_uid && now.st_gid == old.st_gid;
      kept = (same || fchown(descriptor, old.st_uid, old.st_gid) == 0) && fchmod(descriptor, old.st_mode & 07777) == 0;
    }
    if (kept) error = write_all(descriptor, content);
    if (close(descriptor) != 0 && error == 0) error = errno;
    if (kept && error == 0 && rename(partial.c_str(), path.c_str()) != 0) error = errno;
    if (!kept || error != 0) unlink(partial.c_str());
  }
  drop_leftover(partial);
  return kept ? std::optional(error) : std::nullopt;
}

}  // namespace

std::string output_name(const std::string& path) { return path == kStandard ? "/dev/stdout" : path; }

bool is_replaced(const std::string& path) {
  if (path == kStandard) return false;
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  if (type != fs::file_type::not_found && type != fs::file_type::regular) return false;
  return !descriptor_of(fs::absolute(path));
}

void keep_standard_output() {
  std::cout.flush();
  std::fflush(stdout);
  const int kept = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (kept < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
    throw MachineError(std::string("standard output cannot be kept: ") + std::strerror(errno));
  }
  standard_output() = kept;
}

std::string read_file(const std::string& path, std::size_t most) {
  std::error_code not_there;  // ignored, as opening the file fails too
  if (fs::is_directory(path, not_there)) throw InputError(path + ": is a folder, not a file");
  errno = 0;
  std::ifstream file(path == kStandard ? "/dev/stdin" : path, std::ios::binary);
  if (!file) throw_file_error(path, errno);
  std::string content;
  char buffer[65536];
  try {
    while (file.read(buffer, sizeof buffer) || file.gcount() > 0) {
      content.append(buffer, static_cast<std::size_t>(file.gcount()));
      if (content.size() > most) {
        throw InputError(path + ": has more than the " + std::to_string(most) + " bytes that are read of such a file");
      }
    }
  } catch (const std::bad_alloc&) {
    throw MachineError(path + ": there is not enough memory to read it");
  }
  if (file.bad()) throw MachineError(path + ": cannot be read");
  return content;
}

std::string read_text(const std::string& path) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  std::string text = read_file(path);
  return text.compare(0, kMark.size(), kMark) == 0 ? text.substr(kMark.size()) : text;
}

void check_writable(const std::string& path, const std::string& option) {
  if (path.empty() || path == kStandard) return;
  const auto check = [&](const fs::path& place, const std::string& what) {
    if (faccessat(AT_FDCWD, place.c_str(), W_OK, AT_EACCESS) == 0) return;
    throw_file_error(option + " " + path + ": " + what + " cannot be written to", errno);
  };
  std::error_code error;
  const fs::path target = followed(fs::absolute(path));
  const fs::path folder = target.parent_path();
  if (!fs::is_directory(folder, error)) {
    throw InputError(option + " " + path + ": there is no folder " + folder.string());
  }
  if (fs::is_directory(path, error)) throw InputError(option + " " + path + ": is a folder");
  if (fs::exists(path, error)) check(path, "the file");
  if (is_replaced(path)) check(folder, "its folder");  // a file is replaced by a new one beside it (write_file)
}

void begin_report(const std::string& path, const std::string& option) {
  check_writable(path, option);
  std::error_code error;
  if (path.empty() || !fs::is_regular_file(path, error) || !is_replaced(path))
    return;                         // also leaves standard output alone
  fs::resize_file(path, 0, error);  // mode and owner stay
  if (error) throw_file_error(option + " " + path + ": cannot be emptied", error.value());
}

void write_file(const std::string& path, std::string_view content, const std::string& option) {
  std::optional<int> error;
  if (is_replaced(path)) error = replace(followed(fs::absolute(path)), content);
  if (!error) error = write_through(path, content);
  if (*error == 0) return;
  const bool of_user = option.rfind('-', 0) == 0;
  const std::string what = option + " " + path + ": cannot be written";
  if (of_user) throw_file_error(what, *error);
  throw MachineError(what + ": " + std::strerror(*error));
}

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  if (fs::equivalent(a, b, error)) return true;
  if (fs::exists(a, error) || fs::exists(b, error)) return false;
  return fs::weakly_canonical(followed(fs::absolute(a)), error) ==
         fs::weakly_canonical(followed(fs::absolute(b)), error);
}

void check_space(const std::string& folder) {
  const fs::path probe = fs::path(folder) / (std::to_string(getpid()) + ".probe");
  add_leftover(probe);
  const int descriptor = open(probe.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  int error = descriptor < 0 ? errno : write_all(descriptor, std::string(kProbeBytes, ' '));
  if (descriptor >= 0 && close(descriptor) != 0 && error == 0) error = errno;
  unlink(probe.c_str());
  drop_leftover(probe);
  if (error != 0) throw MachineError(folder + ": nothing more can be written there: " + std::strerror(error));
}

std::string printable(std::string_view text, std::size_t most) {
  std::string shown(text.substr(0, most));
  for (char& c : shown) c = std::isprint(static_cast<unsigned char>(c)) != 0 ? c : '?';
  return shown;
}

}  // namespace pwlsim::base
