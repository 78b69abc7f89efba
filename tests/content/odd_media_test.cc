// Odd pictures and sounds after public bug reports: the detector finds exactly the segments that the manifest states.
//
// The folder is shared/data/odd/media, in the repository or above it, or what LLMZIP_ODD_MEDIA names; the test is
// skipped where there is none. What each container needs at least is also tested with files made by code:
// containers_test.cc.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "content/detector.h"
#include "content/picture_parameters.h"
#include "content/sound_parameters.h"

namespace llmzip {
namespace {

namespace fs = std::filesystem;

// Pixels or samples, and their layout in the manifest's words.
struct Piece {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::string layout;

  friend bool operator==(const Piece&, const Piece&) = default;
};

std::ostream& operator<<(std::ostream& out, const Piece& piece) {
  return out << piece.layout << " at " << piece.offset << ", " << piece.size << " bytes";
}

fs::path Folder() {
  if (const char* const named = std::getenv("LLMZIP_ODD_MEDIA")) return named;
  for (fs::path at = LLMZIP_TEST_SOURCE_DIR; at.has_relative_path(); at = at.parent_path()) {
    if (fs::exists(at / "shared/data/odd/media/MANIFEST.tsv")) return at / "shared/data/odd/media";
  }
  return {};
}

std::vector<std::string> Split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + separator.size()) {
    end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
  }
  return parts;
}

std::string Layout(const PictureParameters& picture) {
  std::string text = "picture w=" + std::to_string(picture.width) +
                     " bits=" + std::to_string(picture.bits * picture.channels) +
                     " stride=" + std::to_string(picture.stride);
  if (picture.bits == 16 && !picture.little_endian) text += " be";
  return text;
}

std::string Layout(const SoundParameters& sound) {
  std::string text = "sound ch=" + std::to_string(sound.channels) + " bits=" + std::to_string(8 * sound.bytes);
  if (sound.big_endian) text += " be";
  return text + (sound.is_unsigned ? " unsigned" : " signed");
}

// Neighbours of one layout are one: tiles and planes.
void Append(Piece piece, std::vector<Piece>* pieces) {
  if (!pieces->empty() && pieces->back().layout == piece.layout &&
      pieces->back().offset + pieces->back().size == piece.offset) {
    pieces->back().size += piece.size;
  } else {
    pieces->push_back(std::move(piece));
  }
}

// "picture 54+10176 w=70 h=48 bits=24 stride=212 rows=down | …" as Layout() says it.
std::vector<Piece> Stated(const std::string& text) {
  std::vector<Piece> pieces;
  if (text == "-") return pieces;
  for (const std::string& part : Split(text, " | ")) {
    std::istringstream words(part);
    std::string kind;
    Piece piece;
    char plus = 0;
    words >> kind >> piece.offset >> plus >> piece.size;
    std::map<std::string, std::string> said;
    bool big_endian = false;
    for (std::string word; words >> word;) {
      const std::size_t equals = word.find('=');
      if (equals != std::string::npos) said[word.substr(0, equals)] = word.substr(equals + 1);
      if (equals == std::string::npos) said[word] = "";
      big_endian |= word == "be";
    }
    if (kind == "picture") {
      piece.layout = "picture w=" + said["w"] + " bits=" + said["bits"] + " stride=" + said["stride"];
      if (big_endian) piece.layout += " be";
    } else {
      piece.layout = "sound ch=" + said["ch"] + " bits=" + said["bits"];
      if (big_endian && said["bits"] != "8") piece.layout += " be";
      for (const char* const number : {"signed", "unsigned", "float"}) {
        if (said.contains(number)) piece.layout += std::string(" ") + number;
      }
    }
    Append(piece, &pieces);
  }
  std::erase_if(pieces, [](const Piece& piece) { return piece.size < Detector::kSmallestMedia; });
  return pieces;
}

std::vector<Piece> Found(ByteView content) {
  std::vector<Piece> pieces;
  Detector detector;
  for (const Segment& segment : detector.Detect(content)) {
    if (segment.kind == Kind::kPicture) {
      Append({segment.offset, segment.size, Layout(*PictureParameters::Parse(segment.parameters))}, &pieces);
    } else if (segment.kind == Kind::kSound) {
      Append({segment.offset, segment.size, Layout(*SoundParameters::Parse(segment.parameters))}, &pieces);
    }
  }
  return pieces;
}

TEST(OddMedia, SegmentsAreAsTheManifestSays) {
  const fs::path folder = Folder();
  if (folder.empty()) GTEST_SKIP() << "shared/data/odd/media is not here";
  std::ifstream manifest(folder / "MANIFEST.tsv");
  std::size_t rows = 0;
  std::string line;
  std::getline(manifest, line);  // the columns' names
  while (std::getline(manifest, line)) {
    const std::vector<std::string> fields = Split(line, "\t");
    ASSERT_EQ(fields.size(), 7U) << line;
    ++rows;
    const std::string& perfect = fields[3];
    std::ifstream file(folder / fields[0], std::ios::binary);
    const Bytes content{std::istreambuf_iterator<char>(file), {}};
    ASSERT_FALSE(content.empty()) << fields[0];
    const std::vector<Piece> found = Found(content);
    const std::vector<Piece> stated = Stated(fields[6]);
    const bool may_be_bytes = perfect.find("bytes") != std::string::npos;
    if (found.empty() && (may_be_bytes || stated.empty())) continue;
    if (stated.empty() && perfect != "bytes") continue;  // anything may be found
    EXPECT_EQ(found, stated) << fields[0] << ": " << fields[1];
  }
  EXPECT_EQ(rows, 257U);
}

}  // namespace
}  // namespace llmzip
