#include "model/checkpoint_identity.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <vector>

#include "base/hexadecimal.h"
#include "io/file_error.h"
#include "io/path_name.h"
#include "io/whole_file.h"
#include "model/sha256.h"

namespace llmzip {
namespace {

constexpr std::string_view kTorchScript = ".pt";
constexpr std::string_view kConfig = "config.json";

enum class Part { kWeights, kTokeniser, kConfig };
constexpr std::string_view kPartNames[] = {"weights", "tokeniser", "config"};

// What is read of a tokeniser, in a folder or, with the script's name before it, beside a script. Of
// tokenizer_config.json a chat template changes no number; but what a later version reads of it is not known.
constexpr std::string_view kTokeniserFiles[] = {"tokenizer.json", "tokenizer.model", "tokenizer_config.json"};

bool IsTokeniserFile(std::string_view name) {
  return std::ranges::find(kTokeniserFiles, name) != std::end(kTokeniserFiles);
}

// Which part of a checkpoint a file in its folder is, by its name; nothing for readmes and the like.
std::optional<Part> PartOf(std::string_view name) {
  if (name == kConfig) return Part::kConfig;
  if (name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json")) return Part::kWeights;
  if (IsTokeniserFile(name)) return Part::kTokeniser;
  return std::nullopt;
}

// Once a file of any such name counted.
bool CountedFormerly(std::string_view name) { return name.starts_with("tokenizer"); }

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

// The lines of a checkpoint's files, all and by part.
class Lines {
 public:
  explicit Lines(FileSystem& file_system) : file_system_(file_system) {}

  // A file without a part counts formerly only.
  Status Add(const std::string& path, std::string_view name, std::optional<Part> part) {
    LLMZIP_ASSIGN_OR_RETURN(const HashedFile file, Hash(file_system_, path));
    std::string line = ToHexadecimal(file.digest);
    line.append(" ").append(std::to_string(file.size)).append(" ").append(name).append("\n");
    Update(former_, line);
    if (!part) return Status::Ok();
    Update(whole_, line);
    lines_[static_cast<std::size_t>(*part)] += line;
    return Status::Ok();
  }

  CheckpointIdentity Finish() {
    CheckpointIdentity identity;
    identity.digest = whole_.Finish();
    identity.former_digest = former_.Finish();
    for (std::size_t part = 0; part < std::size(kPartNames); ++part) {
      if (lines_[part].empty()) continue;
      Sha256 sha256;
      Update(sha256, lines_[part]);
      if (!identity.parts.empty()) identity.parts += " ";
      identity.parts.append(kPartNames[part]).append("=").append(Beginning(sha256.Finish()));
    }
    return identity;
  }

 private:
  FileSystem& file_system_;
  Sha256 whole_;
  Sha256 former_;
  std::string lines_[std::size(kPartNames)];
};

StatusOr<CheckpointIdentity> IdentifyFolder(FileSystem& file_system, const std::string& folder) {
  std::vector<std::string> names;
  if (file_system.ListDirectory(folder, &names) != 0) {
    const Status error = FileError("cannot list", errno);
    return Status(error.code(), folder + ": " + error.message());
  }
  std::ranges::sort(names);
  Lines lines(file_system);
  for (const std::string& name : names) {
    const auto part = PartOf(name);
    std::string path = folder;
    path.append("/").append(name);
    if ((!part && !CountedFormerly(name)) || !IsRegular(file_system, path)) continue;
    LLMZIP_RETURN_IF_ERROR(lines.Add(path, name, part));
  }
  return lines.Finish();
}

// A script alone is its file; with a tokeniser beside it, the list of both.
StatusOr<CheckpointIdentity> IdentifyScript(FileSystem& file_system, const std::string& path) {
  LLMZIP_ASSIGN_OR_RETURN(const HashedFile script, Hash(file_system, path));
  CheckpointIdentity identity = {script.digest, "weights=" + Beginning(script.digest), script.digest};
  const std::string stem = path.substr(0, path.rfind('.')) + ".";
  Lines lines(file_system);
  LLMZIP_RETURN_IF_ERROR(lines.Add(path, NameOf(std::string_view(path)), Part::kWeights));
  bool alone = true;
  for (const std::string_view name : kTokeniserFiles) {
    std::string beside = stem;
    beside.append(name);
    if (!IsRegular(file_system, beside)) continue;
    LLMZIP_RETURN_IF_ERROR(lines.Add(beside, NameOf(std::string_view(beside)), Part::kTokeniser));
    alone = false;
  }
  if (alone) return identity;
  CheckpointIdentity both = lines.Finish();
  both.former_digest = script.digest;
  return both;
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
  return IsRegular(file_system, path) ? IdentifyScript(file_system, path) : IdentifyFolder(file_system, path);
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
