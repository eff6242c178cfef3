// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/npy.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <system_error>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace pwlsim::lockstep {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& reason) { throw InputError(path + ": " + reason); }

/// A value of the header: the content of a quoted text, or the characters of anything else.
struct Value {
  std::string_view text;
  bool quoted = false;
};

/// Reads the header, a Python dictionary of one level: {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}.
class Header {
 public:
  Header(const std::string& path, std::string_view text) : path_(path), text_(text) {
    skip_blanks();
    if (!take('{')) return;  // the keys are missing then
    for (skip_blanks(); !take('}'); skip_blanks()) {
      const Value key = value("a key");
      if (!key.quoted) fail(path_, "the .npy header has a key without quotes: " + printable(key.text));
      skip_blanks();
      if (!take(':')) ends_within("the value of '" + printable(key.text) + "'");
      skip_blanks();
      values_[std::string(key.text)] = value("the value of '" + printable(key.text) + "'");
      skip_blanks();
      if (!take(',') && peek() != '}') ends_within("its dictionary");
    }
  }

  const Value& at(const std::string& key) const {
    const auto found = values_.find(key);
    if (found == values_.end()) fail(path_, "the .npy header has no '" + key + "'");
    return found->second;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  [[noreturn]] void ends_within(const std::string& what) const {
    fail(path_, "the .npy header ends within " + what + ", or is not a dictionary as NumPy writes it");
  }

  static bool is_quote(char c) { return c == '\'' || c == '"'; }

  Value value(const std::string& what) {
    // Python 2 and 3 put letters before some quotes.
    if (std::string_view("ubUB").find(peek()) != std::string_view::npos && at_ + 1 < text_.size() &&
        is_quote(text_[at_ + 1])) {
      ++at_;
    }
    const std::size_t from = at_;
    if (is_quote(peek())) {
      const std::size_t end = text_.find(peek(), from + 1);
      if (end == std::string_view::npos) ends_within(what);
      at_ = end + 1;
      return {text_.substr(from + 1, end - from - 1), true};
    }
    int open = 0;  // open brackets, within which the list of a structured type has commas and quotes
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (open == 0 && (c == ',' || c == '}' || c == ':')) break;
      if (c == '(' || c == '[' || c == '{') ++open;
      if (c == ')' || c == ']' || c == '}') --open;
    }
    if (at_ == text_.size()) ends_within(what);
    std::string_view text = text_.substr(from, at_ - from);
    text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    return {text};
  }

  const std::string& path_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::map<std::string, Value> values_;
};

using Shape = std::vector<std::uint64_t>;

Shape parse_shape(const std::string& path, std::string_view text) {
  const auto refuse = [&] { fail(path, "the .npy shape " + printable(text) + " cannot be read"); };
  const bool brackets =
      text.size() >= 2 && ((text.front() == '(' && text.back() == ')') || (text.front() == '[' && text.back() == ']'));
  if (!brackets) refuse();
  const std::string_view inner = text.substr(1, text.size() - 2);
  Shape shape;
  std::uint64_t count = 1;
  for (std::size_t at = 0; (at = inner.find_first_not_of(" \t\r\n", at)) != std::string_view::npos;) {
    std::uint64_t extent = 0;
    const auto [end, error] = std::from_chars(inner.data() + at, inner.data() + inner.size(), extent);
    if (error != std::errc() || __builtin_mul_overflow(count, extent, &count)) refuse();
    shape.push_back(extent);
    at = static_cast<std::size_t>(end - inner.data());
    if (at < inner.size() && inner[at] == 'L') ++at;  // Python 2's long integers
    at = inner.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos) break;
    if (inner[at++] != ',') refuse();
  }
  return shape;
}

double half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31;
  const int fraction = bits & 1023;
  const double magnitude = exponent == 31  ? (fraction == 0 ? INFINITY : NAN)
                           : exponent == 0 ? std::ldexp(fraction, -24)
                                           : std::ldexp(fraction + 1024, exponent - 25);
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

/// A type of numbers that can be read.
struct Element {
  std::size_t size;
  double (*read)(const char*);  ///< from bytes in the order of this machine
};

template <class T>
double as_double(const char* bytes) {
  T element;
  std::memcpy(&element, bytes, sizeof element);
  return static_cast<double>(element);
}

template <class T>
Element element() {
  return {sizeof(T), as_double<T>};
}

/// The types by name without byte order: kind and size, a letter, or a word.
const std::map<std::string, Element, std::less<>>& elements() {
  static const std::map<std::string, Element, std::less<>> all = [] {
    std::map<std::string, Element, std::less<>> by_name;
    const auto add = [&](std::initializer_list<const char*> names, Element element) {
      for (const char* name : names) by_name[name] = element;
    };
    add({"b1", "?", "bool"}, {1, [](const char* bytes) { return *bytes != 0 ? 1.0 : 0.0; }});
    add({"i1", "b", "int8"}, element<std::int8_t>());
    add({"i2", "h", "int16"}, element<std::int16_t>());
    add({"i4", "i", "int32"}, element<std::int32_t>());
    add({"i8", "q", "int64"}, element<std::int64_t>());
    add({"u1", "B", "uint8"}, element<std::uint8_t>());
    add({"u2", "H", "uint16"}, element<std::uint16_t>());
    add({"u4", "I", "uint32"}, element<std::uint32_t>());
    add({"u8", "Q", "uint64"}, element<std::uint64_t>());
    add({"f2", "e", "float16"}, {2, [](const char* bytes) {
                                   std::uint16_t bits = 0;
                                   std::memcpy(&bits, bytes, sizeof bits);
                                   return half(bits);
                                 }});
    add({"f4", "f", "float32"}, element<float>());
    add({"f8", "d", "float64"}, element<double>());
    return by_name;
  }();
  return all;
}

/// For messages: the content of a type that cannot be read, and what to do.
std::string what_it_holds(std::string_view type, bool quoted) {
  if (!quoted) return "records (structured arrays); save one field of them";
  const char kind = type.empty() ? ' ' : type[0];
  if (kind == 'c' || kind == 'F' || kind == 'D' || kind == 'G') return "complex numbers; save their real parts";
  if (kind == 'O') return "Python objects (a pickle); save it with .astype('float64')";
  if (kind == 'S' || kind == 'a' || kind == 'U') return "text; save it with .astype('float64')";
  if (kind == 'M' || kind == 'm') return "dates or times";
  if (kind == 'V') return "raw bytes, as of bfloat16; save it with .astype('float32')";
  if (type == "f16" || type == "f12" || type == "g" || type == "longdouble" || type == "float128") {
    return "long doubles, whose bits depend on the machine; save it with .astype('float64')";
  }
  return "numbers of a type that is not known";
}

}  // namespace

std::vector<double> parse_npy(const std::string& path, std::string_view content) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the .npy reader copies little-endian numbers");
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
  const Header header(path, content.substr(8 + length_bytes, header_length));

  const Value descr = header.at("descr");
  const bool has_order = descr.quoted && !descr.text.empty() && std::string_view("<>|=").find(descr.text[0]) < 4;
  const std::string_view type = descr.text.substr(has_order ? 1 : 0);
  const auto known = elements().find(type);
  if (!descr.quoted || known == elements().end()) {
    fail(path, "holds " + what_it_holds(type, descr.quoted) + " (type " + printable(descr.text) +
                   "); bool, integers of 8 to 64 bits, float16, float32 and float64 can be read");
  }
  const auto [size, read] = known->second;
  const bool swapped = has_order && descr.text[0] == '>';

  const std::string_view order = header.at("fortran_order").text;
  if (order != "False" && order != "True" && order != "0" && order != "1") {
    fail(path, "the .npy header's 'fortran_order' is " + printable(order) + ", neither True nor False");
  }
  const bool fortran = order == "True" || order == "1";
  Shape shape = parse_shape(path, header.at("shape").text);
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape) count *= extent;

  const std::size_t available = content.size() - data_at;
  if (count > available / size) {
    fail(path, "is truncated: its shape needs " + std::to_string(count) + " numbers, it holds " +
                   std::to_string(available / size));
  }
  if (available != count * size)
    fail(path, "has " + std::to_string(available - count * size) + " bytes after its data");

  // The position of the element with the indices `index`; in Fortran's order the first index is the fastest.
  shape.erase(std::remove(shape.begin(), shape.end(), 1U), shape.end());
  std::vector<std::uint64_t> index(shape.size());
  std::vector<std::uint64_t> stride(shape.size());
  std::uint64_t step = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t d = fortran ? i : shape.size() - 1 - i;
    stride[d] = step;
    step *= shape[d];
  }
  std::vector<double> numbers(count);
  std::uint64_t at = 0;
  for (double& number : numbers) {
    char bytes[8];
    std::memcpy(bytes, content.data() + data_at + at * size, size);
    if (swapped) std::reverse(bytes, bytes + size);
    number = read(bytes);
    for (std::size_t d = shape.size(); d-- > 0;) {
      at += stride[d];
      if (++index[d] < shape[d]) break;
      index[d] = 0;
      at -= stride[d] * shape[d];
    }
  }
  return numbers;
}

}  // namespace pwlsim::lockstep
