// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan.h"

#include <map>

#include "sim/base/cache_entry.h"
#include "sim/base/content_hash.h"
#include "sim/base/file.h"
#include "sim/function/definition.h"
#include "sim/lockstep/rtl_text.h"
#include "sim/rooms.h"

namespace pwlsim::sweep {

std::string key_of(const SweepPlan& plan) {
  ContentHash hash;
  hash.add(plan.program);
  hash.add(program_hash());
  std::map<std::vector<std::filesystem::path>, std::string> contents;  // kept because many items share their RTL
  for (const SweepItem& item : plan.items) {
    const auto add_number = [&](std::uint64_t number) { hash.add(std::to_string(number)); };
    hash.add(item.config().name);
    hash.add(identity(*item.function));
    for (const RegisterWrite& write : item.registers.writes()) {
      add_number(write.address);
      add_number(write.data);
    }
    add_number(item.from);
    add_number(item.to);
    add_number(static_cast<std::uint64_t>(item.latency));
    hash.add(item.rtl.top);
    for (const std::string& parameter : item.rtl.parameters) hash.add(parameter);
    const auto [content, is_new] = contents.try_emplace(item.rtl.files);
    if (is_new) {
      for (const RtlText& text : rtl_texts(item.rtl)) content->second += text.name + "\n" + text.content;
      if (item.rtl.foreign) {
        for (const std::string& file : data_of(item.rtl)) content->second += file + "\n" + read_file(file);
      }
    }
    hash.add(content->second);
  }
  return hash.hex();
}

}  // namespace pwlsim::sweep
