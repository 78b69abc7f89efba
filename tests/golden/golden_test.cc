// The golden archives on disk fare as their README says.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "golden/golden_archives.h"
#include "io/memory_stream.h"
#include "llmzip/llmzip.h"

namespace llmzip::testing {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = LLMZIP_GOLDEN_FOLDER;

struct Row {
  std::string file;
  std::string what;
  std::string expected;
};

std::vector<Row> ReadmeRows() {
  std::ifstream readme(kFolder / "README.md");
  std::vector<Row> rows;
  for (std::string line; std::getline(readme, line);) {
    if (!line.starts_with("| ") || line.starts_with("| file")) continue;
    std::vector<std::string> cells;
    std::size_t begin = 2;
    for (std::size_t end; (end = line.find(" |", begin)) != std::string::npos; begin = end + 3) {
      cells.push_back(line.substr(begin, end - begin));
    }
    if (cells.size() == 3) rows.push_back({cells[0], cells[1], cells[2]});
  }
  return rows;
}

Bytes Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return Bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string Outcome(const Status& status) {
  if (status.code() == StatusCode::kCorrupt) return "corrupt";
  if (status.code() == StatusCode::kUnsupported) return "unsupported";
  if (status.code() == StatusCode::kModelMissing) return "model missing";
  return "an unexpected error";
}

class Warnings final : public Progress {
 public:
  bool Report(const Totals& /*done*/) override { return true; }
  void Warn(const char* message) override { text += std::string(message) + "\n"; }
  std::string text;
};

DecompressOptions WithModels() {
  DecompressOptions options;
  // And those that levels name, for builds without models in them.
  options.models = ModelsIn({(kFolder / "models").string(), (kFolder / "../../models").string()});
  return options;
}

// `codelength:gzip` and its like decode with the library they were made with; here may be another, and then a warning
// says so. Nothing else may fail.
bool NeedsAnotherLibrary(const Row& row, ByteView archive) {
  if (!row.what.starts_with("`codelength:")) return false;
  MemorySource source(archive);
  Warnings warnings;
  const Status status = llmzip::Test(source, WithModels(), &warnings).status();
  return status.code() == StatusCode::kCorrupt && warnings.text.starts_with("the archive was made with '");
}

TEST(Golden, EveryArchiveFaresAsTheReadmeSays) {
  for (const Row& row : ReadmeRows()) {
    SCOPED_TRACE(row.file + ": " + row.what);
    const Bytes archive = Read(kFolder / row.file);
    if (row.file.starts_with("models/")) {
      EXPECT_EQ(ContentLine(archive), row.expected);
      continue;
    }
    if (row.file.starts_with("slow/")) continue;
    if (row.file.starts_with("good/") && NeedsAnotherLibrary(row, archive)) continue;
    const auto content = Decompress(archive, WithModels());
    EXPECT_EQ(content.ok() ? ContentLine(*content) : Outcome(content.status()), row.expected)
        << content.status().message();
    EXPECT_EQ(content.ok(), row.file.starts_with("good/"));
  }
}

TEST(Golden, ListAndRecoverAgree) {
  for (const Row& row : ReadmeRows()) {
    if (row.file.starts_with("models/") || row.file.starts_with("slow/")) continue;
    SCOPED_TRACE(row.file);
    const Bytes archive = Read(kFolder / row.file);
    MemoryRandomAccessSource source(archive);
    const auto frames = List(source, WithModels().models);
    Bytes recovered;
    MemorySink sink(&recovered);
    const auto totals = Recover(source, sink, WithModels(), nullptr);
    if (!row.file.starts_with("good/") || NeedsAnotherLibrary(row, archive)) continue;  // others need only end
    ASSERT_TRUE(frames.ok()) << frames.status().message();
    ASSERT_TRUE(totals.ok()) << totals.status().message();
    EXPECT_EQ(ContentLine(recovered), row.expected);
    EXPECT_EQ(totals->damaged_blocks, 0U);
  }
}

TEST(Golden, NetworksMissTheirModelsWithoutTheFolder) {
  std::size_t tried = 0;
  for (const Row& row : ReadmeRows()) {
    if (!row.file.starts_with("good/") || row.what.find("net:golden-") == std::string::npos) continue;
    EXPECT_EQ(Outcome(Decompress(Read(kFolder / row.file)).status()), "model missing") << row.file;
    ++tried;
  }
  EXPECT_GE(tried, 10U);
}

TEST(Golden, TheReadmeNamesEveryFileOnce) {
  std::set<std::string> named;
  for (const Row& row : ReadmeRows()) EXPECT_TRUE(named.insert(row.file).second) << row.file;
  std::set<std::string> there;
  for (const auto& entry : fs::recursive_directory_iterator(kFolder)) {
    const bool counts = entry.path().extension() == ".llz" || entry.path().extension() == ".safetensors";
    if (counts) there.insert(fs::relative(entry.path(), kFolder).string());
  }
  EXPECT_EQ(named, there);
  EXPECT_GE(there.size(), 100U);
}

}  // namespace
}  // namespace llmzip::testing
