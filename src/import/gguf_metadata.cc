#include "import/gguf_metadata.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace llmzip::importer {
namespace {

using Kind = GgufValue::Kind;

// Types of values.
constexpr std::uint32_t kUint8 = 0, kInt8 = 1, kUint16 = 2, kInt16 = 3, kUint32 = 4, kInt32 = 5, kFloat32 = 6,
                        kBool = 7, kText = 8, kList = 9, kUint64 = 10, kInt64 = 11, kFloat64 = 12;

constexpr int kMostDepth = 8;                                    // of lists in lists
constexpr std::uint64_t kMostElements = std::uint64_t{1} << 24;  // of a list that is kept

std::uint64_t SizeOf(std::uint32_t type) {
  switch (type) {
    case kUint8:
    case kInt8:
    case kBool:
      return 1;
    case kUint16:
    case kInt16:
      return 2;
    case kUint32:
    case kInt32:
    case kFloat32:
      return 4;
    case kText:  // at least
    case kUint64:
    case kInt64:
    case kFloat64:
      return 8;
    case kList:  // at least
      return 12;
    default:
      return 0;
  }
}

std::int64_t Clamped(std::uint64_t value) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(value, kMost));
}

void ReadList(FileCursor& cursor, int depth, GgufValue* value);

GgufValue ReadValue(FileCursor& cursor, std::uint32_t type, int depth) {
  GgufValue value;
  const auto integer = [&value](std::int64_t number) {
    value.kind = Kind::kInteger;
    value.integer = number;
  };
  switch (type) {
    case kUint8:
      integer(cursor.Read<std::uint8_t>());
      break;
    case kInt8:
      integer(static_cast<std::int8_t>(cursor.Read<std::uint8_t>()));
      break;
    case kUint16:
      integer(cursor.Read<std::uint16_t>());
      break;
    case kInt16:
      integer(static_cast<std::int16_t>(cursor.Read<std::uint16_t>()));
      break;
    case kUint32:
      integer(cursor.Read<std::uint32_t>());
      break;
    case kInt32:
      integer(static_cast<std::int32_t>(cursor.Read<std::uint32_t>()));
      break;
    case kUint64:
      integer(Clamped(cursor.Read<std::uint64_t>()));
      break;
    case kInt64:
      integer(static_cast<std::int64_t>(cursor.Read<std::uint64_t>()));
      break;
    case kFloat32:
      value.kind = Kind::kReal;
      value.real = static_cast<double>(std::bit_cast<float>(cursor.Read<std::uint32_t>()));
      break;
    case kFloat64:
      value.kind = Kind::kReal;
      value.real = std::bit_cast<double>(cursor.Read<std::uint64_t>());
      break;
    case kBool:
      value.kind = Kind::kFlag;
      value.flag = cursor.Read<std::uint8_t>() != 0;
      break;
    case kText:
      value.kind = Kind::kText;
      value.text = cursor.ReadText("a string");
      break;
    case kList:
      ReadList(cursor, depth, &value);
      break;
    default:
      cursor.Fail(Status::Corrupt(cursor.what() + ": value type " + std::to_string(type)));
  }
  return value;
}

void ReadList(FileCursor& cursor, int depth, GgufValue* value) {
  const auto type = cursor.Read<std::uint32_t>();
  const auto count = cursor.Read<std::uint64_t>();
  if (!cursor.ok()) return;
  const std::uint64_t size = SizeOf(type);
  if (size == 0) return cursor.Fail(Status::Corrupt(cursor.what() + ": value type " + std::to_string(type)));
  if (depth == kMostDepth) return cursor.Fail(Status::Corrupt(cursor.what() + ": lists within lists, too deep"));
  if (count > cursor.left() / size) {
    return cursor.Fail(Status::Corrupt("the file ends inside " + cursor.what() + ", a list of " +
                                       std::to_string(count) + " elements"));
  }
  const bool kept = type != kList && depth == 0 && count <= kMostElements;
  if (kept) value->kind = type == kText ? Kind::kTexts : Kind::kNumbers;
  if (!kept && type != kList && type != kText) return cursor.Skip(count * size);
  for (std::uint64_t i = 0; i < count && cursor.ok(); ++i) {
    GgufValue element = ReadValue(cursor, type, depth + 1);
    if (!kept) continue;
    if (type == kText) {
      value->texts.push_back(std::move(element.text));
    } else {
      value->numbers.push_back(element.kind == Kind::kReal   ? element.real
                               : element.kind == Kind::kFlag ? (element.flag ? 1.0 : 0.0)
                                                             : static_cast<double>(element.integer));
    }
  }
}

}  // namespace

void GgufMetadata::Read(FileCursor& cursor, std::uint64_t count) {
  if (count > cursor.file_size()) {  // each takes a byte at least
    return cursor.Fail(
        Status::Corrupt(std::to_string(count) + " keys in a file of " + std::to_string(cursor.file_size()) + " bytes"));
  }
  for (std::uint64_t i = 0; i < count && cursor.ok(); ++i) {
    cursor.Enter("its metadata");
    std::string key = cursor.ReadText("a key");
    if (cursor.ok() && key.empty()) cursor.Fail(Status::Corrupt("an empty key"));
    cursor.Enter(key);
    const auto type = cursor.Read<std::uint32_t>();
    GgufValue value = ReadValue(cursor, type, 0);
    if (!cursor.ok()) return;
    const auto [there, is_new] = values_.try_emplace(std::move(key), std::move(value));
    if (!is_new) return cursor.Fail(Status::Corrupt("the key " + there->first + " is there twice"));
  }
}

const GgufValue* GgufMetadata::Find(const std::string& key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

void GgufMetadata::Fail(Status status) {
  if (status_.ok()) status_ = std::move(status);
}

std::optional<std::uint64_t> GgufMetadata::Number(const std::string& key) {
  const GgufValue* const value = Find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind == Kind::kInteger && value->integer >= 0) return static_cast<std::uint64_t>(value->integer);
  Fail(Status::Corrupt(key + " is no number from 0 on"));
  return 0;
}

std::optional<std::uint64_t> GgufMetadata::Token(const std::string& key) {
  constexpr std::int64_t kUnsignedNone = 0xFFFFFFFF;
  const GgufValue* const value = Find(key);
  const bool none =
      value != nullptr && value->kind == Kind::kInteger && (value->integer == -1 || value->integer == kUnsignedNone);
  return none ? std::nullopt : Number(key);
}

std::uint32_t GgufMetadata::Count(const std::string& key, std::optional<std::uint32_t> otherwise, std::uint32_t most) {
  const GgufValue* const value = Find(key);
  if (value == nullptr) {
    if (!otherwise) Missing(key);
    return otherwise.value_or(1);
  }
  double number = 0;
  if (value->kind == Kind::kInteger) {
    number = static_cast<double>(value->integer);
  } else if (value->kind == Kind::kNumbers && !value->numbers.empty() &&
             std::ranges::count(value->numbers, value->numbers.front()) ==
                 static_cast<std::ptrdiff_t>(value->numbers.size())) {
    number = value->numbers.front();
  } else {
    Fail(Status::Unsupported(key + " is not one number"));
    return 1;
  }
  if (number >= 1 && number <= static_cast<double>(most)) return static_cast<std::uint32_t>(number);
  Fail(Status::Corrupt(key + " " + std::to_string(static_cast<std::int64_t>(std::clamp(number, -1e18, 1e18))) +
                       ": not within 1 … " + std::to_string(most)));
  return 1;
}

double GgufMetadata::Real(const std::string& key, std::optional<double> otherwise) {
  const GgufValue* const value = Find(key);
  if (value == nullptr) {
    if (!otherwise) Missing(key);
    return otherwise.value_or(1);
  }
  const double number = value->kind == Kind::kReal      ? value->real
                        : value->kind == Kind::kInteger ? static_cast<double>(value->integer)
                                                        : -1;
  if (number > 0 && number <= std::numeric_limits<double>::max()) return number;
  Fail(Status::Corrupt(key + " is no positive number"));
  return 1;
}

bool GgufMetadata::Flag(const std::string& key, bool otherwise) {
  const GgufValue* const value = Find(key);
  if (value == nullptr) return otherwise;
  if (value->kind == Kind::kFlag) return value->flag;
  Fail(Status::Corrupt(key + " is neither true nor false"));
  return otherwise;
}

std::string GgufMetadata::Text(const std::string& key, const std::optional<std::string>& otherwise) {
  const GgufValue* const value = Find(key);
  if (value == nullptr) {
    if (!otherwise) Missing(key);
    return otherwise.value_or("");
  }
  if (value->kind == Kind::kText) return value->text;
  Fail(Status::Corrupt(key + " is no string"));
  return {};
}

const std::vector<std::string>* GgufMetadata::Texts(const std::string& key) const {
  const GgufValue* const value = Find(key);
  return value != nullptr && value->kind == Kind::kTexts ? &value->texts : nullptr;
}

const std::vector<double>* GgufMetadata::Numbers(const std::string& key) const {
  const GgufValue* const value = Find(key);
  return value != nullptr && value->kind == Kind::kNumbers ? &value->numbers : nullptr;
}

}  // namespace llmzip::importer
