// A host program may have set the floating-point unit as it likes: archives are the same, decode, and the host finds
// its settings again.
#include <gtest/gtest.h>

#include <cfenv>
#include <functional>
#include <string>

#include "engine/archives.h"
#include "llmzip/compress.h"
#include "llmzip/level.h"
#include "llmzip/llmzip_c.h"
#ifdef __SSE2__
#include <immintrin.h>
#endif

namespace llmzip::testing {
namespace {

struct Setting {
  std::string name;
  std::function<void()> set;
};

std::vector<Setting> Settings() {
  std::vector<Setting> settings;
  for (const auto& [name, mode] :
       {std::pair("upward", FE_UPWARD), std::pair("downward", FE_DOWNWARD), std::pair("toward zero", FE_TOWARDZERO)}) {
    settings.push_back({name, [mode = mode] { std::fesetround(mode); }});
  }
#ifdef __SSE2__
  settings.push_back({"flush to zero", [] { _mm_setcsr(_mm_getcsr() | 0x8040); }});
#endif
#if defined(__GLIBC__) && defined(__x86_64__)
  settings.push_back({"trapping", [] { ::feenableexcept(FE_UNDERFLOW | FE_INEXACT | FE_INVALID | FE_DIVBYZERO); }});
#endif
  return settings;
}

Bytes SomeProse() {
  std::string text;
  for (int i = 0; i < 12; ++i) text += "The unit rounds as the host wishes, line " + std::to_string(i * i) + ".\n";
  return Bytes(text.begin(), text.end());
}

/// What of the environment a host can see.
unsigned Control() {
#ifdef __SSE2__
  return _mm_getcsr() & 0xFFC0U;  // flags aside
#else
  return static_cast<unsigned>(std::fegetround());
#endif
}

TEST(FloatEnvironment, ArchivesDoNotDependOnTheHosts) {
  const Bytes raw = SomeProse();
  CompressOptions options = Coding("", 1000);
  options.level = kDefaultLevel;
  options.threads = 2;  // those that the library starts, too
  for (const std::uint64_t block_size : {std::uint64_t{0}, std::uint64_t{300}}) {
    options.block_size = block_size;
    const Bytes expected = Archive(raw, options);
    for (const Setting& setting : Settings()) {
      std::fenv_t before;
      std::fegetenv(&before);
      setting.set();
      const unsigned control = Control();
      const Bytes archive = Archive(raw, options);
      const unsigned after_compressing = Control();
      const StatusOr<Bytes> restored = Restored(expected);
      const unsigned after = Control();
      std::fesetenv(&before);
      EXPECT_EQ(archive, expected) << setting.name;
      ASSERT_TRUE(restored.ok()) << setting.name << ": " << restored.status().message();
      EXPECT_EQ(*restored, raw) << setting.name;
      EXPECT_EQ(after_compressing, control) << setting.name;
      EXPECT_EQ(after, control) << setting.name;
    }
  }
}

TEST(FloatEnvironment, NorDoThoseOfTheCInterface) {
  const Bytes raw = SomeProse();
  const auto compressed = [&] {
    void* out = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(llmzip_compress(nullptr, raw.data(), raw.size(), &out, &size, nullptr), LLMZIP_OK);
    const auto* const bytes = static_cast<const std::uint8_t*>(out);
    Bytes archive(bytes, bytes + size);
    llmzip_free(out);
    return archive;
  };
  const Bytes expected = compressed();
  for (const Setting& setting : Settings()) {
    std::fenv_t before;
    std::fegetenv(&before);
    setting.set();
    const Bytes archive = compressed();
    std::fesetenv(&before);
    EXPECT_EQ(archive, expected) << setting.name;
  }
}

}  // namespace
}  // namespace llmzip::testing
