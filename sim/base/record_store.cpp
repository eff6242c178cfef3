// SPDX-License-Identifier: Apache-2.0
#include "sim/base/record_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::base {
namespace {

constexpr std::size_t kDigits = 32;  // of a line's checksum

std::string line_of(std::string_view text) { return content_hash(text) + " " + std::string(text) + "\n"; }

/// The text of a line, or nothing for an incomplete or corrupt line.
std::optional<std::string_view> text_of(std::string_view line) {
  if (line.size() <= kDigits || line[kDigits] != ' ') return std::nullopt;
  const std::string_view text = line.substr(kDigits + 1);
  if (line.substr(0, kDigits) != content_hash(text)) return std::nullopt;
  return text;
}

/// Whether the content is a part of the first line, left by a process that was killed before it did anything else.
bool is_cut_off(std::string_view content, std::string_view first_line) {
  return content.size() < first_line.size() && first_line.substr(0, content.size()) == content;
}

}  // namespace

std::optional<StoredRecords> parse_records(std::string_view content) {
  std::optional<StoredRecords> found;
  for (std::size_t at = 0; at < content.size();) {
    const std::size_t end = std::min(content.find('\n', at), content.size());
    const std::string_view line = content.substr(at, end - at);
    const std::optional<std::string_view> text = text_of(line);
    at = end + 1;
    if (!found) {
      if (!text) return std::nullopt;
      found.emplace();
      found->header = *text;
    } else if (text) {
      found->records.emplace_back(*text);
    } else if (!line.empty()) {  // an empty line closes a damaged one
      ++found->damaged_lines;
    }
  }
  return found;
}

RecordStore::RecordStore(std::string path, const std::string& header, Access access, Words words)
    : path_(std::move(path)), first_line_(line_of(header)), access_(access), words_(std::move(words)) {
  found_.header = header;
  std::string content;
  if (access_ == Access::kAlone) {
    open();
    try {
      if (begin(&content)) return;
    } catch (...) {
      close();
      throw;
    }
  } else {
    std::error_code not_there;
    if (!std::filesystem::exists(path_, not_there)) return;
    content = read_file(path_);
    if (is_cut_off(content, first_line_)) return;
  }
  std::optional<StoredRecords> found = parse_records(content);
  if (!found) {
    close();
    throw InputError(path_ + ": " + words_.foreign);
  }
  found_ = std::move(*found);
}

RecordStore::~RecordStore() { close(); }

void RecordStore::add(std::string_view record) {
  const std::string line = line_of(record);
  const std::lock_guard lock(mutex_);
  if (access_ == Access::kAlone) return append(line);
  open();
  try {
    begin(nullptr);
    append(line);
  } catch (...) {
    close();
    throw;
  }
  close();
}

/// Opens and locks the file.
void RecordStore::open() {
  const bool alone = access_ == Access::kAlone;
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail(std::strerror(errno));
  try {
    struct stat status {};
    if (fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) fail("is not a file");
    int locked = -1;
    do {
      locked = flock(descriptor_, alone ? LOCK_EX | LOCK_NB : LOCK_EX);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0) fail(errno == EWOULDBLOCK ? words_.busy : std::strerror(errno));
  } catch (...) {
    close();
    throw;
  }
}

void RecordStore::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

/// Writes the first line if the file is new, and returns whether it was. Other files are read into `content`, unless
/// that is null.
bool RecordStore::begin(std::string* content) const {
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) fail_to_write(errno);
  const bool may_be_cut_off = static_cast<std::size_t>(status.st_size) < first_line_.size();
  if (!may_be_cut_off && content == nullptr) return false;
  const std::string old = read_file(path_);
  if (!is_cut_off(old, first_line_)) {
    if (content != nullptr) *content = old;
    return false;
  }
  if (ftruncate(descriptor_, 0) != 0) fail_to_write(errno);
  append(first_line_);
  return true;
}

/// Appends a line, after a line end if the last line is incomplete.
void RecordStore::append(const std::string& line) const {
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) fail_to_write(errno);
  char last = '\n';
  if (status.st_size > 0 && pread(descriptor_, &last, 1, status.st_size - 1) != 1) fail_to_write(errno);
  const std::string text = (last == '\n' ? "" : "\n") + line;
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t written = write(descriptor_, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_to_write(errno);
    done += static_cast<std::size_t>(written);
  }
  if (fsync(descriptor_) != 0) fail_to_write(errno);
}

void RecordStore::fail(const std::string& reason) const {
  const std::string what = words_.file + ": " + reason;
  if (access_ == Access::kAlone) throw InputError(what);
  throw MachineError(what);
}

/// This program chooses the name of a shared file, so an error is not the user's fault.
void RecordStore::fail_to_write(int code) const {
  if (access_ == Access::kAlone) throw_file_error(words_.file, code);
  throw MachineError(words_.file + ": cannot be written: " + std::strerror(code));
}

}  // namespace pwlsim::base
