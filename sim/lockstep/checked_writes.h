// SPDX-License-Identifier: Apache-2.0
//
// Replaces the system calls of Verilator's waveform writer; included before that is compiled. The writer checks no
// write, and it maps files into memory before their blocks exist, so a full disk would give a truncated file or a bus
// error. These functions keep the first failure in pwl_write_error, and the writer continues.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

extern "C" {
int pwl_write_error = 0;
}

namespace pwl_checked {

template <class Result>
Result note(bool failed, Result result) {
  if (failed && pwl_write_error == 0) pwl_write_error = errno == 0 ? EIO : errno;
  return result;
}

inline std::size_t write(const void* data, std::size_t size, std::size_t count, FILE* file) {
  const std::size_t written = std::fwrite(data, size, count, file);
  return note(written < count, written);
}

inline int put(int character, FILE* file) {
  const int result = std::fputc(character, file);
  return note(result == EOF, result);
}

inline int flush(FILE* file) {
  const int result = std::fflush(file);
  return note(result != 0, result);
}

inline int close(FILE* file) {
  const int result = std::fclose(file);
  return note(result != 0, result);
}

inline int seek(FILE* file, off_t offset, int from) {  // also writes what is left in the buffer
  const int result = ::fseeko(file, offset, from);
  return note(result != 0, result);
}

inline int truncate(int file, off_t length) {
  const int result = ::ftruncate(file, length);
  return note(result != 0, result);
}

inline int write(gzFile file, const void* data, unsigned size) {
  const int written = ::gzwrite(file, data, size);
  return note(written < static_cast<int>(size), written);
}

inline int close(gzFile file) {
  const int result = ::gzclose(file);
  return note(result != Z_OK, result);
}

/// Reserves the blocks on the disk before they are mapped. When the disk is full, the writer gets memory without a
/// file.
inline void* map(void* address, std::size_t length, int protection, int flags, int file, off_t offset) {
  errno = posix_fallocate(file, offset, static_cast<off_t>(length));
  if (!note(errno != 0, errno != 0)) return ::mmap(address, length, protection, flags, file, offset);
  return ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

}  // namespace pwl_checked

#define fwrite(...) pwl_checked::write(__VA_ARGS__)
#define fputc(...) pwl_checked::put(__VA_ARGS__)
#define fflush(...) pwl_checked::flush(__VA_ARGS__)
#define fseeko(...) pwl_checked::seek(__VA_ARGS__)
#define fclose(...) pwl_checked::close(__VA_ARGS__)
#define gzwrite(...) pwl_checked::write(__VA_ARGS__)
#define gzclose(...) pwl_checked::close(__VA_ARGS__)
#define ftruncate(...) pwl_checked::truncate(__VA_ARGS__)
#define mmap(...) pwl_checked::map(__VA_ARGS__)
