#include "content/code_parameters.h"
#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/records_parameters.h"

namespace llmzip {

bool ParsePe(ByteView block, std::size_t file, Claims* claims) {
  constexpr std::uint64_t kFarthestHeader = 65536;
  constexpr unsigned kMostSections = 96;
  enum Machine : std::uint16_t { kI386 = 0x14C, kX8664 = 0x8664, kArm64 = 0xAA64 };

  HeaderReader reader(block, file);
  const std::uint64_t header = reader.Number<std::uint32_t>(60);
  if (!reader.ok() || header > kFarthestHeader || !reader.Holds(header, std::string_view("PE\0\0", 4))) return false;
  const auto machine = reader.Number<std::uint16_t>(header + 4);
  const auto sections = reader.Number<std::uint16_t>(header + 6);
  const auto optional_size = reader.Number<std::uint16_t>(header + 20);
  if (!reader.ok() || sections == 0 || sections > kMostSections) return false;

  for (unsigned i = 0; i < sections; ++i) {
    const std::uint64_t section = header + 24 + optional_size + std::uint64_t{40} * i;
    const auto virtual_size = reader.Number<std::uint32_t>(section + 8);
    const auto address = reader.Number<std::uint32_t>(section + 12);
    const auto stored_size = reader.Number<std::uint32_t>(section + 16);
    const auto offset = reader.Number<std::uint32_t>(section + 20);
    const auto flags = reader.Number<std::uint32_t>(section + 36);
    if (!reader.ok()) break;
    // The stored size is rounded up to a file sector, so the code ends at the virtual size, if that is given.
    const std::uint32_t size = virtual_size == 0 ? stored_size : std::min(virtual_size, stored_size);
    constexpr std::uint32_t kCode = 0x20;
    if ((flags & kCode) != 0) {
      const auto parameters = CodeParameters{address}.Serialised();
      if (machine == kX8664 || machine == kI386) claims->Add(Kind::kX86, file, offset, size, parameters);
      if (machine == kArm64) claims->Add(Kind::kArm64, file, offset, size, parameters);
    } else if (reader.Holds(section, ".pdata")) {
      const std::uint32_t entry = machine == kArm64 ? 8 : 12;
      claims->Add(Kind::kRecords, file, offset, size, RecordsParameters{entry, entry, 0, 4, false}.Serialised());
    }
  }
  return true;
}

}  // namespace llmzip
