// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/cache_entry.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "sim/lockstep/content_hash.h"
#include "sim/pwl/error.h"
#include "sim/pwl/file.h"

namespace pwlsim::lockstep {
namespace fs = std::filesystem;
namespace {

constexpr const char* kChecksums = "checksums";

/// A line for each of these files.
std::string checksums(const fs::path& folder, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += content_hash(read_file((folder / name).string())) + " " + name + "\n";
  }
  return text;
}

}  // namespace

fs::path default_cache() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value == nullptr ? "" : value);
  };
  if (!variable("PWLSIM_CACHE").empty()) return variable("PWLSIM_CACHE");
  if (!variable("XDG_CACHE_HOME").empty()) return variable("XDG_CACHE_HOME") / "pwlsim";
  if (!variable("HOME").empty()) return variable("HOME") / ".cache" / "pwlsim";
  return fs::temp_directory_path() / ("pwlsim-cache-" + std::to_string(getuid()));
}

const std::string& program_hash() {
  static const std::string hex = content_hash(read_file("/proc/self/exe"));
  return hex;
}

FileLock::FileLock(const fs::path& path) : descriptor_(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) throw InputError(path.string() + ": " + std::strerror(errno));
  while (flock(descriptor_, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    const std::string reason = std::strerror(errno);
    close(descriptor_);
    throw InputError(path.string() + ": cannot be locked: " + reason);
  }
}

FileLock::~FileLock() { close(descriptor_); }

CacheEntry::CacheEntry(const fs::path& cache, std::string_view code, const std::string& key, std::string product,
                       std::vector<std::string> checked)
    : final_(cache / (key + "-" + std::string(code))),
      partial_(final_.string() + ".partial"),
      product_(std::move(product)),
      checked_(std::move(checked)),
      complete_(is_whole()) {
  if (complete_) return;
  const std::string advice = "; the cache " + cache.string() + " cannot be used, PWLSIM_CACHE names another";
  try {
    fs::create_directories(cache);
    lock_.emplace(final_.string() + ".lock");
    complete_ = is_whole();  // made while this waited
    if (complete_) return;
    fs::remove_all(final_);    // damaged
    fs::remove_all(partial_);  // what a killed process left
    fs::create_directory(partial_);
  } catch (const fs::filesystem_error& error) {
    throw InputError(error.path1().string() + ": " + error.code().message() + advice);
  } catch (const InputError& error) {
    throw InputError(error.what() + advice);
  }
}

CacheEntry::~CacheEntry() {
  if (!lock_) return;
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
}

bool CacheEntry::is_whole() const {
  std::error_code not_there;
  if (!fs::exists(final_ / product_, not_there)) return false;
  if (checked_.empty()) return true;
  try {
    return read_file((final_ / kChecksums).string()) == checksums(final_, checked_);
  } catch (const InputError&) {
    return false;
  }
}

void CacheEntry::commit() {
  if (!checked_.empty()) {
    for (const std::string& name : checked_) {
      if (!read_file((partial_ / name).string()).empty()) continue;
      check_space(partial_.string());
      throw InputError((partial_ / name).string() + ": is empty");
    }
    write_file((partial_ / kChecksums).string(), checksums(partial_, checked_), "cache file");
  }
  std::error_code error;
  fs::rename(partial_, final_, error);
  if (error) throw InputError(final_.string() + ": cannot be made: " + error.message());
  complete_ = true;
}

}  // namespace pwlsim::lockstep
