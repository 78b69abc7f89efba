// Writes the golden archives that are missing, and their README.
//
//   make_golden FOLDER         leaves alone what exists: old archives must decode for ever, whatever encoders do now
//   make_golden FOLDER SPEC…   also adds archives of these specs, which may be kept out while their bytes still change
//
// Specs listed in kUnsettled are kept out unless named, or already there.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "golden/golden_archives.h"

namespace llmzip::testing {
namespace {

namespace fs = std::filesystem;

// Specs whose coded bytes are not settled yet: the default model will be another.
constexpr std::array<const char*, 2> kUnsettled{"net", "mix(cm,net)"};

constexpr char kIntroduction[] =
    "# Golden archives\n\n"
    "Written by `make_golden` (`make_golden.cc`; `good_archives.cc` and `bad_archives.cc` say how), checked by\n"
    "`golden_test`. Archives that exist are never written again: those in `good/` must decode to the same bytes for\n"
    "ever, those in `bad/` must be refused as corrupt, quickly and in little memory, and those in `unsupported/` must\n"
    "be told apart from damage. The test reads the tables below. Archives of networks need the models in `models/`,\n"
    "small ones with random weights, which are as golden as the archives. Those called `format1_level_*` are what\n"
    "0.1's levels made; the ones in `slow/` read a text of megabytes first, and are decoded by `golden_slow_test`.\n\n"
    "To add what is missing: `build/release/tests/golden/make_golden tests/golden [SPEC...]`.\n";

bool IsUnsettled(const GoldenArchive& archive, const std::vector<std::string>& settled) {
  return std::ranges::any_of(kUnsettled, [&](const std::string spec) {
    return archive.description.starts_with("`" + spec + "`") && std::ranges::find(settled, spec) == settled.end();
  });
}

void Write(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  if (!file.flush()) {
    std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
    std::exit(EXIT_FAILURE);
  }
}

std::string Table(const std::string& title, const std::vector<GoldenArchive>& archives) {
  std::string table = "\n## " + title + "\n\n| file | what | expected |\n|---|---|---|\n";
  for (const GoldenArchive& archive : archives) {
    table += "| " + archive.file + " | " + archive.description + " | " + archive.expected + " |\n";
  }
  return table;
}

int Main(const fs::path& folder, const std::vector<std::string>& settled) {
  std::string readme = kIntroduction;
  std::size_t written = 0;
  std::vector<GoldenArchive> bad = BadArchives();
  std::vector<GoldenArchive> unsupported = UnsupportedArchives();
  for (GoldenArchive& archive : RefusedOfFormat2()) {
    (archive.file.starts_with("bad/") ? bad : unsupported).push_back(std::move(archive));
  }
  const std::pair<const char*, std::vector<GoldenArchive>> groups[] = {
      {"Models", GoldenModels()}, {"Good", GoodArchives()}, {"Bad", bad}, {"Unsupported", unsupported}};
  for (const auto& [title, archives] : groups) {
    std::vector<GoldenArchive> present;
    for (const GoldenArchive& archive : archives) {
      const fs::path path = folder / archive.file;
      const bool exists = fs::exists(path);
      if (!exists && IsUnsettled(archive, settled)) continue;
      present.push_back(archive);
      if (exists) continue;
      fs::create_directories(path.parent_path());
      const Bytes bytes = archive.make();
      Write(path, std::string(bytes.begin(), bytes.end()));
      ++written;
    }
    readme += Table(title, present);
  }
  Write(folder / "README.md", readme);
  std::printf("%zu archives written\n", written);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace llmzip::testing

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: make_golden FOLDER [SPEC...]\n");
    return EXIT_FAILURE;
  }
  return llmzip::testing::Main(argv[1], std::vector<std::string>(argv + 2, argv + argc));
}
