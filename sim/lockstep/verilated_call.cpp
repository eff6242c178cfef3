// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/verilated_call.h"

#include <cstdio>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/lockstep/rtl_text.h"
#include "sim/lockstep/watchdog.h"
#include "sim/unit/unit_model.h"

namespace pwlsim::lockstep {
namespace {

thread_local const RtlSource* running = nullptr;

struct Running {
  explicit Running(const RtlSource& source) { running = &source; }
  ~Running() { running = nullptr; }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
};

/// A unit's text with the user's file names, and hierarchical names that begin with the top module.
std::string in_user_words(std::string text, const RtlSource& source) {
  const std::string inner = source.around.empty() ? "unit." : "unit.pwl_sweep_top.";
  const auto replace_all = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
      text.replace(at, from.size(), to);
    }
  };
  if (!source.around.empty()) {
    for (const char* const copy : {"u_unit0", "u_unit1"}) replace_all(inner + copy, source.top);
  }
  replace_all("unit." + source.top, source.top);
  return with_user_names(std::move(text), source);
}

/// The reason why a unit stopped. For a missing file of data it includes the line that names the file.
std::string reason(const std::string& what, const RtlSource& source) {
  constexpr const char* kMissing = ": is not there for $readmem";  // text of verilated_hooks.h
  const std::size_t at = what.find(kMissing);
  if (at == std::string::npos) return in_user_words(what, source);
  return place_naming(source, what.substr(0, at)) + ": " + what;
}

void call_watched(const RtlSource& source, const volatile std::size_t* done, bool end,
                  const std::function<void()>& call) {
  const Watchdog watchdog(source.label, done, end);
  const Running call_of(source);
  try {
    call();
  } catch (const std::runtime_error& error) {
    throw UnitStopped(reason(error.what(), source), *done);
  }
}

void print(const char* text) {
  const std::string said = running == nullptr ? text : in_user_words(text, *running);
  std::fputs(said.c_str(), stderr);
}

}  // namespace

void listen_to_units(const std::function<void*(const char* symbol)>& find) {
  reinterpret_cast<void (*)(void (*)(const char*))>(find("pwl_listen"))(print);
}

void call_unit(const RtlSource& source, const volatile std::size_t* done, const std::function<void()>& call) {
  call_watched(source, done, false, call);
}

void end_unit(const RtlSource& source, const volatile std::size_t* done, const std::function<void()>& call) {
  call_watched(source, done, true, call);
}

}  // namespace pwlsim::lockstep
