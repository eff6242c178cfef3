// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/rtl_modules.h"

#include <algorithm>
#include <cctype>

namespace pwlsim::lockstep {
namespace {

std::string without_line_comments(const std::string& text) {
  std::string code;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t comment = std::min(text.find("//", i), text.size());
    code += text.substr(i, comment - i);
    i = std::min(text.find('\n', comment), text.size());
  }
  return code;
}

std::set<std::string> words_of(const std::string& code) {
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  std::set<std::string> words;
  for (auto begin = code.begin(); begin != code.end();) {
    const auto word = std::find_if(begin, code.end(), is_part);
    const auto end = std::find_if_not(word, code.end(), is_part);
    words.emplace(word, end);
    begin = end;
  }
  return words;
}

}  // namespace

std::set<std::string> modules_used(const std::vector<std::string>& tops,
                                   const std::map<std::string, std::string>& texts) {
  std::set<std::string> used;
  std::vector<std::string> left = tops;
  while (!left.empty()) {
    const std::string module = left.back();
    left.pop_back();
    const auto text = texts.find(module);
    if (text == texts.end() || !used.insert(module).second) continue;
    for (const std::string& word : words_of(without_line_comments(text->second))) {
      if (texts.count(word) != 0) left.push_back(word);
    }
  }
  return used;
}

}  // namespace pwlsim::lockstep
