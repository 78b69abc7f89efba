#include <string_view>

#include "content/code_parameters.h"
#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/records_parameters.h"

namespace llmzip {
namespace {

constexpr unsigned kMostSections = 256;
constexpr unsigned kMostProgramHeaders = 64;
constexpr std::uint64_t kUnwindHeader = 12;  // bytes before the table of .eh_frame_hdr

enum Machine : std::uint16_t { kI386 = 3, kX8664 = 62, kAArch64 = 183 };

// Where the fields of a header, a program header and a section header lie, in both classes.
struct Layout {
  bool is_64_bit;
  std::uint64_t header_counts;    // e_phentsize, e_phnum, e_shentsize, e_shnum, e_shstrndx: five 16-bit numbers
  std::uint64_t program_headers;  // e_phoff
  std::uint64_t section_headers;  // e_shoff
  std::uint64_t program_header_size;
  std::uint64_t section_header_size;
  std::uint64_t program_flags, program_offset, program_address, program_size;
  std::uint64_t section_flags, section_address, section_offset, section_size, section_entry;
};
constexpr Layout k32Bit = {false, 42, 28, 32, 32, 40, 24, 4, 8, 16, 8, 12, 16, 20, 36};
constexpr Layout k64Bit = {true, 54, 32, 40, 56, 64, 4, 8, 16, 32, 8, 16, 24, 32, 56};

class Elf {
 public:
  Elf(ByteView block, std::size_t file, Claims* claims) : reader_(block, file), file_(file), claims_(claims) {}

  bool Parse() {
    if (!reader_.Holds(0,
                       "\x7F"
                       "ELF"))
      return false;
    const auto elf_class = reader_.Number<std::uint8_t>(4);
    const bool little_endian = reader_.Number<std::uint8_t>(5) == 1;
    if ((elf_class != 1 && elf_class != 2) || !little_endian || reader_.Number<std::uint8_t>(6) != 1) return false;
    layout_ = elf_class == 2 ? &k64Bit : &k32Bit;
    const auto type = reader_.Number<std::uint16_t>(16);
    machine_ = reader_.Number<std::uint16_t>(18);
    const auto version = reader_.Number<std::uint32_t>(20);
    (void)reader_.Number<std::uint16_t>(layout_->header_counts + 8);
    if (!reader_.ok() || version != 1) return false;
    constexpr std::uint16_t kProgram = 2;
    constexpr std::uint16_t kLibrary = 3;
    if (type != kProgram && type != kLibrary) return true;
    if (!Sections()) ProgramHeaders();
    return true;
  }

 private:
  std::uint64_t Word(std::uint64_t offset) {
    return layout_->is_64_bit ? reader_.Number<std::uint64_t>(offset) : reader_.Number<std::uint32_t>(offset);
  }

  void ClaimCode(std::uint64_t address, std::uint64_t offset, std::uint64_t size) {
    const auto parameters = CodeParameters{static_cast<std::uint32_t>(address)}.Serialised();
    if (machine_ == kX8664 || machine_ == kI386) claims_->Add(Kind::kX86, file_, offset, size, parameters);
    if (machine_ == kAArch64) claims_->Add(Kind::kArm64, file_, offset, size, parameters);
  }

  void ClaimRecords(std::uint32_t stride, std::uint8_t width, std::uint64_t offset, std::uint64_t size) {
    claims_->Add(Kind::kRecords, file_, offset, size, RecordsParameters{stride, stride, 0, width, false}.Serialised());
  }

  // False if the section headers are not in this block, or make no sense.
  bool Sections() {
    const std::uint64_t table = Word(layout_->section_headers);
    const auto entry_size = reader_.Number<std::uint16_t>(layout_->header_counts + 4);
    const auto count = reader_.Number<std::uint16_t>(layout_->header_counts + 6);
    const std::uint64_t table_size = count * layout_->section_header_size;
    if (count == 0 || count > kMostSections || entry_size != layout_->section_header_size) return false;
    if (table > reader_.size() || table_size > reader_.size() - table) return false;

    std::uint64_t code_begin = 0;  // code sections that lie close together become one claim
    std::uint64_t code_end = 0;
    std::uint64_t code_address = 0;
    for (unsigned i = 0; i < count; ++i) {
      const std::uint64_t section = table + i * layout_->section_header_size;
      const std::uint64_t offset = Word(section + layout_->section_offset);
      const std::uint64_t size = Word(section + layout_->section_size);
      if (offset > Claims::kFarthest || size > Claims::kFarthest) continue;
      if (!IsCode(section)) {
        Table(section, offset, size);
        continue;
      }
      constexpr std::uint64_t kClose = 256;
      if (code_end > code_begin && offset >= code_end && offset - code_end <= kClose) {
        code_end = offset + size;
        continue;
      }
      ClaimCode(code_address, code_begin, code_end - code_begin);
      code_begin = offset;
      code_end = offset + size;
      code_address = Word(section + layout_->section_address);
    }
    ClaimCode(code_address, code_begin, code_end - code_begin);
    return true;
  }

  bool IsCode(std::uint64_t section) {
    constexpr std::uint32_t kContents = 1;    // SHT_PROGBITS
    constexpr std::uint64_t kExecutable = 4;  // SHF_EXECINSTR
    return reader_.Number<std::uint32_t>(section + 4) == kContents &&
           (Word(section + layout_->section_flags) & kExecutable) != 0;
  }

  // Sections that are tables of numbers of one width: symbols, relocations, addresses.
  void Table(std::uint64_t section, std::uint64_t offset, std::uint64_t size) {
    constexpr std::uint32_t kContents = 1;
    constexpr std::uint32_t kSymbols = 2;
    constexpr std::uint32_t kRelocations = 4;
    constexpr std::uint32_t kRelocationsInPlace = 9;
    constexpr std::uint32_t kDynamicSymbols = 11;
    const std::uint8_t word = layout_->is_64_bit ? 8 : 4;
    const std::uint64_t entry = Word(section + layout_->section_entry);
    switch (reader_.Number<std::uint32_t>(section + 4)) {
      case kSymbols:
      case kRelocations:
      case kRelocationsInPlace:
      case kDynamicSymbols:
        if (entry >= word && entry <= 64 && entry % word == 0) {
          ClaimRecords(static_cast<std::uint32_t>(entry), word, offset, size);
        }
        return;
      case kContents:
        if (NameBegins(section, ".data.rel.ro") || NameBegins(section, ".got")) ClaimRecords(word, word, offset, size);
        if (NameBegins(section, ".eh_frame_hdr") && size > kUnwindHeader) {
          ClaimRecords(8, 4, offset + kUnwindHeader, size - kUnwindHeader);
        }
        return;
      default:
        return;
    }
  }

  bool NameBegins(std::uint64_t section, std::string_view text) {
    const std::uint64_t table = Word(layout_->section_headers);
    const auto names = reader_.Number<std::uint16_t>(layout_->header_counts + 8);
    const auto count = reader_.Number<std::uint16_t>(layout_->header_counts + 6);
    if (names >= count) return false;
    const std::uint64_t texts = Word(table + names * layout_->section_header_size + layout_->section_offset);
    if (texts > reader_.size()) return false;
    return reader_.Holds(texts + reader_.Number<std::uint32_t>(section), text);
  }

  void ProgramHeaders() {
    const std::uint64_t table = Word(layout_->program_headers);
    const auto entry_size = reader_.Number<std::uint16_t>(layout_->header_counts);
    const auto count = reader_.Number<std::uint16_t>(layout_->header_counts + 2);
    if (count > kMostProgramHeaders || entry_size != layout_->program_header_size || table > reader_.size()) return;
    for (unsigned i = 0; i < count; ++i) {
      const std::uint64_t header = table + i * layout_->program_header_size;
      const auto type = reader_.Number<std::uint32_t>(header);
      const auto flags = reader_.Number<std::uint32_t>(header + layout_->program_flags);
      const std::uint64_t offset = Word(header + layout_->program_offset);
      const std::uint64_t address = Word(header + layout_->program_address);
      const std::uint64_t size = Word(header + layout_->program_size);
      if (!reader_.ok()) return;
      constexpr std::uint32_t kLoaded = 1;
      constexpr std::uint32_t kExecutable = 1;
      if (type == kLoaded && (flags & kExecutable) != 0) ClaimCode(address, offset, size);
    }
  }

  HeaderReader reader_;
  std::uint64_t file_;
  Claims* claims_;
  const Layout* layout_ = nullptr;
  std::uint16_t machine_ = 0;
};

}  // namespace

bool ParseElf(ByteView block, std::size_t file, Claims* claims) { return Elf(block, file, claims).Parse(); }

}  // namespace llmzip
