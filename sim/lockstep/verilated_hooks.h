// SPDX-License-Identifier: Apache-2.0
//
// Functions that Verilator's run-time code calls when a unit prints something or ends the simulation. The RTL loader
// compiles them into each model, and compiles the run-time code without its own versions.
#pragma once

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>

#define PWL_EXPORT extern "C" __attribute__((visibility("default")))

namespace hooks {

/// A function that receives what a unit prints.
using Listener = void (*)(const char* text);

inline Listener listener = nullptr;
inline thread_local std::string printed;  // what the unit printed last, which may explain a stop

inline void pass_on() {
  if (!printed.empty() && listener != nullptr) listener(printed.c_str());
  printed.clear();
}

/// The words after "%Error: file:12: " in what was printed last, which is then not passed on; empty: there are none.
inline std::string explanation(const char* kind, const std::string& place) {
  const std::string before = kind + place + ": ";
  const std::size_t at = printed.find(before);
  if (at == std::string::npos) return "";
  std::string words = printed.substr(at + before.size());
  printed.clear();
  words.erase(words.find_last_not_of("\n") + 1);
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words.empty() ? "no reason" : words;
}

[[noreturn]] inline void stop(const std::string& place, const std::string& what) {
  pass_on();
  throw std::runtime_error(place + ": " + what);
}

inline std::string place_of(const char* file, int line) { return std::string(file) + ":" + std::to_string(line); }

}  // namespace hooks

int pwl_print(const char* format, ...) {
  hooks::pass_on();
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  const int size = std::vsnprintf(nullptr, 0, format, arguments);
  va_end(arguments);
  if (size > 0) {
    hooks::printed.resize(static_cast<std::size_t>(size) + 1);
    std::vsnprintf(hooks::printed.data(), hooks::printed.size(), format, again);
    hooks::printed.resize(static_cast<std::size_t>(size));
  }
  va_end(again);
  return size;
}

void vl_finish(const char* file, int line, const char* /*scope*/) {
  hooks::stop(hooks::place_of(file, line), "the unit called $finish");
}

void vl_stop(const char* file, int line, const char* /*scope*/) {
  const std::string place = hooks::place_of(file, line);
  // Verilator has the same words for a failed assertion and for $error and $fatal on their own.
  const std::string error = hooks::explanation("%Error: ", place);
  hooks::stop(place, error.empty() ? "the unit called $stop" : error);
}

void vl_fatal(const char* file, int line, const char* /*scope*/, const char* message) {
  const std::string what = message;
  const bool loop = what.find("did not converge") != std::string::npos;
  hooks::stop(hooks::place_of(file, line),
              loop ? "the unit does not settle, a combinational loop: " + what : "the unit failed: " + what);
}

void vl_warn(const char* file, int line, const char* /*scope*/, const char* message) {
  // A memory without its data cannot be compared. verilated_call.cpp finds these words and adds the line.
  if (std::strcmp(message, "$readmem file not found") == 0) {
    hooks::stop(file, "is not there for $readmemh or $readmemb");
  }
  pwl_print("%%Warning: %s: %s\n", hooks::place_of(file, line).c_str(), message);
}

/// Runs the command of $system with its output on standard error, like everything that a unit prints.
int pwl_system(const char* command) {
  return std::system((std::string("exec 1>&2\n") + (command == nullptr ? "" : command)).c_str());
}

/// Sets the listener of all models of this library.
PWL_EXPORT void pwl_listen(hooks::Listener listener) { hooks::listener = listener; }
