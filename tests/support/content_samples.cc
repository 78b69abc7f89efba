#include "support/content_samples.h"

#include <algorithm>
#include <string>

#include "base/split_mix.h"
#include "content/code_parameters.h"
#include "content/picture_parameters.h"
#include "content/records_parameters.h"
#include "content/sound_parameters.h"

namespace llmzip::testing {
namespace {

template <typename Integer>
void Append(Integer value, Bytes* bytes) {
  for (unsigned i = 0; i < sizeof(value); ++i) bytes->push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

template <typename Integer>
void Put(Integer value, std::size_t offset, Bytes* bytes) {
  for (unsigned i = 0; i < sizeof(value); ++i) (*bytes)[offset + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

void PutText(std::string_view text, std::size_t offset, Bytes* bytes) {
  std::ranges::copy(text, bytes->begin() + static_cast<std::ptrdiff_t>(offset));
}

void Join(ByteView more, Bytes* bytes) {
  for (const std::uint8_t byte : more) bytes->push_back(byte);
}

}  // namespace

std::vector<Bytes> ParametersOf(Kind kind) {
  std::vector<Bytes> all;
  switch (kind) {
    case Kind::kX86:
    case Kind::kArm64:
      for (const std::uint32_t address : {0U, 0x401003U, 0xFFFFFFFEU}) {
        all.push_back(CodeParameters{address}.Serialised());
      }
      return all;
    case Kind::kRecords:
      for (const RecordsParameters& records : {RecordsParameters{1, 1, 0, 1, false},
                                               {2, 2, 1, 2, false},
                                               {6, 6, 4, 3, true},
                                               {24, 24, 5, 8, false},
                                               {12, 12, 0, 4, true},
                                               {12, 12, 7, 0, false},
                                               {96, 3, 95, 1, false},
                                               {96, 4, 3, 1, false},
                                               {96, 6, 1, 2, true},
                                               {97, 3, 11, 1, false},
                                               {200, 2, 7, 2, false},
                                               {1 << 20, 3, 1000, 1, false}}) {
        all.push_back(records.Serialised());
      }
      return all;
    case Kind::kPicture:
      for (const PictureParameters& picture :
           {PictureParameters{.width = 1, .stride = 1}, PictureParameters{.width = 32, .stride = 96, .channels = 3},
            PictureParameters{.width = 31, .stride = 96, .phase = 95, .channels = 3, .row = 7, .blue_first = true},
            PictureParameters{.width = 24, .stride = 96, .phase = 5, .channels = 4, .alpha_last = true},
            PictureParameters{.width = 100, .stride = 13, .bits = 1},
            PictureParameters{.width = 9, .stride = 8, .phase = 3, .bits = 2, .palette = true},
            PictureParameters{.width = 33, .stride = 20, .bits = 4, .row = 2, .palette = true},
            PictureParameters{.width = 50, .stride = 52, .palette = true},
            PictureParameters{.width = 48, .stride = 96, .bits = 16, .little_endian = true},
            PictureParameters{.width = 16, .stride = 96, .phase = 7, .channels = 3, .bits = 16},
            PictureParameters{.width = 11, .stride = 45, .channels = 2, .alpha_last = true},
            PictureParameters{
                .width = 349525, .stride = PictureParameters::kMaxStride, .phase = 1000, .channels = 3}}) {
        all.push_back(picture.Serialised());
      }
      return all;
    case Kind::kSound:
      for (const SoundParameters& sound :
           {SoundParameters{.channels = 1, .rate = 16000}, SoundParameters{.channels = 2, .rate = 44100},
            SoundParameters{.channels = 2, .phase = 3, .big_endian = true},
            SoundParameters{.channels = 1, .bytes = 1, .is_unsigned = true},
            SoundParameters{.channels = 2, .phase = 1, .bytes = 1},
            SoundParameters{.channels = 2, .phase = 4, .bytes = 3},
            SoundParameters{.channels = 3, .bytes = 4, .is_unsigned = true},
            SoundParameters{.channels = 2, .bytes = 4, .is_float = true},
            SoundParameters{.channels = 6, .phase = 11, .bytes = 2},
            SoundParameters{.channels = 64, .phase = 255, .bytes = 4}}) {
        all.push_back(sound.Serialised());
      }
      return all;
    default:
      return {Bytes()};
  }
}

Bytes X86Code(std::size_t size) {
  SplitMix64 random(11);
  Bytes code;
  const auto call = [&](std::uint8_t opcode) {
    const auto target = static_cast<std::uint32_t>(random() % 8 * 1000);
    code.push_back(opcode);
    Append(static_cast<std::uint32_t>(target - (code.size() + 4)), &code);
  };
  while (code.size() < size) {
    Join(Bytes{0x55, 0x48, 0x89, 0xE5, 0x48, 0x83, 0xEC, 0x20}, &code);  // push rbp; mov rbp, rsp; sub rsp, 32
    for (unsigned i = 0; i < 5; ++i) {
      switch (random() % 6) {
        case 0:
          Join(Bytes{0x48, 0x8D, 0x3D}, &code);  // lea rdi, [rip + ...]
          Append(static_cast<std::uint32_t>(0x20000 + random() % 16 * 8 - code.size()), &code);
          break;
        case 1:
          Join(Bytes{0x48, 0x8B, 0x45, static_cast<std::uint8_t>(0xF8 - random() % 4 * 8)}, &code);
          break;
        case 2:
          Join(Bytes{0x48, 0x85, 0xC0, 0x0F}, &code);  // test rax, rax; je near
          call(0x84);
          break;
        case 3:
          Join(Bytes{0xC7, 0x05}, &code);  // mov dword [rip + ...], 1
          Append(static_cast<std::uint32_t>(0x30000 - code.size()), &code);
          Append(std::uint32_t{1}, &code);
          break;
        case 4:
          Join(Bytes{0xC5, 0xFB, 0x10, 0x05}, &code);  // vmovsd xmm0, [rip + ...]
          Append(static_cast<std::uint32_t>(0x28000 + random() % 8 * 8 - code.size()), &code);
          break;
        default:
          call(0xE8);
      }
    }
    Join(Bytes{0x48, 0x89, 0xC7}, &code);
    call(0xE8);
    Join(Bytes{0xC9, 0xC3}, &code);  // leave; ret
  }
  code.resize(size);
  return code;
}

Bytes Arm64Code(std::size_t size) {
  SplitMix64 random(12);
  Bytes code;
  while (code.size() < size) {
    const auto pc = static_cast<std::uint32_t>(code.size());
    switch (random() % 4) {
      case 0:
        Append(0x94000000U | ((static_cast<std::uint32_t>(random() % 8 * 1000) - pc) >> 2 & 0x3FFFFFF), &code);
        break;
      case 1:
        Append(0x90000000U | static_cast<std::uint32_t>(random() % 32 << 5 | random() % 32), &code);
        break;
      case 2:
        Append(0xB0FFFFE0U | static_cast<std::uint32_t>(random() % 32), &code);  // a page far back
        break;
      default:
        Append(0xF9400000U | static_cast<std::uint32_t>(random() % 1024), &code);
    }
  }
  code.resize(size);
  return code;
}

Bytes Pixels(std::size_t size, std::size_t columns) {
  SplitMix64 random(13);
  Bytes pixels(size);
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t row = i / (3 * columns);
    const std::size_t column = i % (3 * columns) / 3;
    pixels[i] = static_cast<std::uint8_t>(40 + row / 2 + column + i % 3 * 20 + random() % 3);
  }
  return pixels;
}

Bytes Sound(std::size_t size) {
  SplitMix64 random(14);
  Bytes sound;
  std::int32_t speed = 0;
  std::int32_t place = 0;
  while (sound.size() < size) {
    speed += static_cast<std::int32_t>(random() % 41) - 20 - place / 64;
    place = std::clamp(place + speed, -30000, 30000);
    Append(static_cast<std::uint16_t>(place), &sound);
  }
  sound.resize(size);
  return sound;
}

Bytes Prose(std::size_t size) {
  for (Sample& sample : AllSamples(size)) {
    if (sample.name == "text") return std::move(sample.bytes);
  }
  return {};
}

std::vector<Sample> ContentSamples(std::size_t size) {
  std::vector<Sample> samples = AllSamples(size);
  samples.push_back({"x86", X86Code(size)});
  samples.push_back({"arm64", Arm64Code(size)});
  samples.push_back({"pixels", Pixels(size, 32)});
  samples.push_back({"sound", Sound(size)});
  return samples;
}

Bytes ElfFile(ByteView code, std::uint16_t machine) {
  constexpr std::size_t kCodeAt = 0x180;
  const std::size_t table = kCodeAt + code.size();
  Bytes file(kCodeAt);
  PutText(std::string_view("\x7F"
                           "ELF\x02\x01\x01",
                           7),
          0, &file);
  Put(std::uint16_t{3}, 16, &file);  // a library
  Put(machine, 18, &file);
  Put(std::uint32_t{1}, 20, &file);
  Put(std::uint64_t{64}, 32, &file);
  Put(std::uint64_t{table}, 40, &file);
  Put(std::uint16_t{64}, 52, &file);
  Put(std::uint16_t{56}, 54, &file);
  Put(std::uint16_t{1}, 56, &file);
  Put(std::uint16_t{64}, 58, &file);
  Put(std::uint16_t{2}, 60, &file);
  Put(std::uint32_t{1}, 64, &file);  // program header: loaded, executable
  Put(std::uint32_t{5}, 68, &file);
  Put(std::uint64_t{kCodeAt}, 72, &file);
  Put(std::uint64_t{0x1000}, 80, &file);
  Put(std::uint64_t{code.size()}, 96, &file);
  Join(code, &file);
  file.resize(table + 128);
  Put(std::uint32_t{1}, table + 64 + 4, &file);  // section 1: contents, executable
  Put(std::uint64_t{6}, table + 64 + 8, &file);
  Put(std::uint64_t{0x1000}, table + 64 + 16, &file);
  Put(std::uint64_t{kCodeAt}, table + 64 + 24, &file);
  Put(std::uint64_t{code.size()}, table + 64 + 32, &file);
  return file;
}

Bytes PeFile(ByteView code) {
  constexpr std::size_t kCodeAt = 0x200;
  constexpr std::size_t kHeader = 0x80;
  Bytes file(kCodeAt);
  PutText("MZ", 0, &file);
  Put(std::uint32_t{kHeader}, 60, &file);
  PutText("PE", kHeader, &file);
  Put(std::uint16_t{0x8664}, kHeader + 4, &file);
  Put(std::uint16_t{1}, kHeader + 6, &file);
  Put(std::uint16_t{0xF0}, kHeader + 20, &file);
  const std::size_t section = kHeader + 24 + 0xF0;
  PutText(".text", section, &file);
  Put(static_cast<std::uint32_t>(code.size()), section + 8, &file);
  Put(std::uint32_t{0x1000}, section + 12, &file);
  Put(static_cast<std::uint32_t>(code.size()), section + 16, &file);
  Put(std::uint32_t{kCodeAt}, section + 20, &file);
  Put(std::uint32_t{0x60000020}, section + 36, &file);
  Join(code, &file);
  return file;
}

Bytes WaveFile(ByteView samples) {
  Bytes file(44);
  PutText("RIFF", 0, &file);
  Put(static_cast<std::uint32_t>(36 + samples.size()), 4, &file);
  PutText("WAVEfmt ", 8, &file);
  Put(std::uint32_t{16}, 16, &file);
  Put(std::uint16_t{1}, 20, &file);
  Put(std::uint16_t{1}, 22, &file);
  Put(std::uint32_t{16000}, 24, &file);
  Put(std::uint32_t{32000}, 28, &file);
  Put(std::uint16_t{2}, 32, &file);
  Put(std::uint16_t{16}, 34, &file);
  PutText("data", 36, &file);
  Put(static_cast<std::uint32_t>(samples.size()), 40, &file);
  Join(samples, &file);
  return file;
}

Bytes PpmFile(ByteView pixels, std::size_t columns) {
  const std::string header =
      "P6\n" + std::to_string(columns) + " " + std::to_string(pixels.size() / 3 / columns) + "\n255\n";
  Bytes file(header.begin(), header.end());
  Join(pixels, &file);
  return file;
}

}  // namespace llmzip::testing
