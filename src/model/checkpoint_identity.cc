#include "model/checkpoint_identity.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <vector>

#include "base/hexadecimal.h"
#include "io/file_error.h"
#include "io/whole_file.h"
#include "model/sha256.h"

namespace llmzip {
namespace {

constexpr std::string_view kTorchScript = ".pt";
constexpr std::string_view kConfig = "config.json";

enum class Part { kWeights, kTokeniser, kConfig };
constexpr std::string_view kPartNames[] = {"weights", "tokeniser", "config"};

// Which part of a checkpoint a file in its folder is, by its name; nothing for readmes and the like.
std::optional<Part> PartOf(std::string_view name) {
  if (name == kConfig) return Part::kConfig;
  if (name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json")) return Part::kWeights;
  if (name.starts_with("tokenizer")) return Part::kTokeniser;
  return std::nullopt;
}

bool IsRegular(FileSystem& file_system, const std::string& path) {
  struct stat status = {};
  return file_system.Stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

struct HashedFile {
  ModelDigest digest{};
  std::uint64_t size = 0;
};

StatusOr<HashedFile> Hash(FileSystem& file_system, const std::string& path) {
  Sha256 sha256;
  HashedFile hashed;
  const Status read = ReadInPieces(file_system, path, [&](ByteView piece) {
    sha256.Update(piece);
    hashed.size += piece.size();
  });
  if (!read.ok()) return Status(read.code(), path + ": " + read.message());
  hashed.digest = sha256.Finish();
  return hashed;
}

void Update(Sha256& sha256, const std::string& text) {
  sha256.Update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string Beginning(const ModelDigest& digest) {
  constexpr std::size_t kDigits = 8;
  return ToHexadecimal(digest).substr(0, kDigits);
}

StatusOr<CheckpointIdentity> IdentifyFolder(FileSystem& file_system, const std::string& folder) {
  std::vector<std::string> names;
  if (file_system.ListDirectory(folder, &names) != 0) {
    const Status error = FileError("cannot list", errno);
    return Status(error.code(), folder + ": " + error.message());
  }
  std::ranges::sort(names);
  Sha256 whole;
  std::string lines[std::size(kPartNames)];
  for (const std::string& name : names) {
    const auto part = PartOf(name);
    std::string path = folder;
    path.append("/").append(name);
    if (!part || !IsRegular(file_system, path)) continue;
    LLMZIP_ASSIGN_OR_RETURN(const HashedFile file, Hash(file_system, path));
    std::string line = ToHexadecimal(file.digest);
    line.append(" ").append(std::to_string(file.size)).append(" ").append(name).append("\n");
    Update(whole, line);
    lines[static_cast<std::size_t>(*part)] += line;
  }
  CheckpointIdentity identity;
  identity.digest = whole.Finish();
  for (std::size_t part = 0; part < std::size(kPartNames); ++part) {
    if (lines[part].empty()) continue;
    Sha256 sha256;
    Update(sha256, lines[part]);
    if (!identity.parts.empty()) identity.parts += " ";
    identity.parts.append(kPartNames[part]).append("=").append(Beginning(sha256.Finish()));
  }
  return identity;
}

// The value of `key=` among the words of `text`, "" if there is none.
std::string_view ValueOf(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (word.size() > key.size() && word.starts_with(key) && word[key.size()] == '=')
      return word.substr(key.size() + 1);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

}  // namespace

bool IsTorchScript(FileSystem& file_system, const std::string& path) {
  return path.ends_with(kTorchScript) && IsRegular(file_system, path);
}

bool IsCheckpoint(FileSystem& file_system, const std::string& path) {
  if (IsTorchScript(file_system, path)) return true;
  return IsRegular(file_system, path + "/" + std::string(kConfig));
}

StatusOr<CheckpointIdentity> IdentifyCheckpoint(FileSystem& file_system, const std::string& path) {
  if (!IsRegular(file_system, path)) return IdentifyFolder(file_system, path);
  LLMZIP_ASSIGN_OR_RETURN(const HashedFile file, Hash(file_system, path));
  return CheckpointIdentity{file.digest, "weights=" + Beginning(file.digest)};
}

std::string PartsThatDiffer(const std::string& here, std::string_view recorded) {
  std::string differing;
  for (const std::string_view part : kPartNames) {
    if (ValueOf(recorded, part) == ValueOf(here, part)) continue;
    differing.append(differing.empty() ? "" : " and ").append(part);
  }
  const bool told = !ValueOf(recorded, kPartNames[0]).empty();
  if (!told || differing.empty()) return "it differs";
  const bool one = differing.find(' ') == std::string::npos && !differing.ends_with('s');
  return "its " + differing + (one ? " differs" : " differ");
}

}  // namespace llmzip
