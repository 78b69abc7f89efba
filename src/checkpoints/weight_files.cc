#include "checkpoints/weight_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "checkpoints/json_file.h"
#include "io/file_error.h"

namespace llmzip::checkpoints {
namespace {

constexpr char kWhole[] = "model.safetensors";
constexpr char kIndex[] = "model.safetensors.index.json";
constexpr std::uint64_t kMaxIndexBytes = std::uint64_t{16} << 20;
constexpr std::size_t kMaxShards = 1024;

Status About(const std::string& name, const Status& status) { return {status.code(), name + ": " + status.message()}; }

}  // namespace

StatusOr<WeightFiles> WeightFiles::Open(FileSystem& file_system, const std::string& folder) {
  WeightFiles files(file_system);
  struct stat ignored = {};
  if (file_system.Stat(folder + "/" + kIndex, &ignored) == 0) {
    LLMZIP_RETURN_IF_ERROR(files.OpenShards(folder));
  } else if (file_system.Stat(folder + "/" + kWhole, &ignored) == 0) {
    LLMZIP_RETURN_IF_ERROR(files.OpenFile(folder, kWhole));
  } else {
    return Status::NotFound("no model.safetensors and no index of shards in " + folder +
                            " (weights pickled by Python are not read: save them as safetensors)");
  }
  return files;
}

Status WeightFiles::OpenShards(const std::string& folder) {
  LLMZIP_ASSIGN_OR_RETURN(const Json index, ReadJsonObject(*file_system_, folder, kIndex, kMaxIndexBytes));
  const auto map = index.find("weight_map");
  if (map == index.end() || !map->is_object()) return Status::Corrupt(std::string(kIndex) + ": no weight_map");
  std::set<std::string> shards;
  for (const auto& [tensor, shard] : map->items()) {
    if (!shard.is_string()) return Status::Corrupt(std::string(kIndex) + ": a shard's name is not a string");
    const auto& name = shard.get_ref<const std::string&>();
    if (name.find('/') != std::string::npos || !name.ends_with(".safetensors")) {
      return Status::Corrupt(std::string(kIndex) + ": a shard is not a safetensors file of this folder");
    }
    shards.insert(name);
    if (shards.size() > kMaxShards) return Status::Corrupt(std::string(kIndex) + ": too many shards");
  }
  for (const std::string& shard : shards) LLMZIP_RETURN_IF_ERROR(OpenFile(folder, shard));
  for (const auto& [tensor, shard] : map->items()) {
    if (!entries_.contains(tensor)) {
      return Status::Corrupt(std::string(kIndex) + ": tensor '" + tensor + "' is in no shard");
    }
  }
  return Status::Ok();
}

Status WeightFiles::OpenFile(const std::string& folder, const std::string& name) {
  auto file = OpenDescriptor(*file_system_, folder + "/" + name, O_RDONLY | O_NOCTTY | O_NONBLOCK);
  if (!file.ok()) return About(name, file.status());
  struct stat status = {};
  if (file_system_->StatDescriptor(file->number(), &status) != 0) return About(name, FileError("cannot stat", errno));
  if (!S_ISREG(status.st_mode)) return Status::InvalidArgument(name + ": it is not a regular file");
  const auto size = static_cast<std::uint64_t>(status.st_size);

  Bytes start(static_cast<std::size_t>(std::min<std::uint64_t>(size, kSafetensorsStart)));
  LLMZIP_RETURN_IF_ERROR(ReadAt(*file, 0, start));
  const auto header_size = SafetensorsHeaderSize(start, size);
  if (!header_size.ok()) return About(name, header_size.status());
  Bytes header(*header_size);
  LLMZIP_RETURN_IF_ERROR(ReadAt(*file, kSafetensorsStart, header));
  auto parsed = ParseSafetensorsHeader(header, size);
  if (!parsed.ok()) return About(name, parsed.status());

  for (SafetensorsTensor& tensor : parsed->tensors) {
    const std::string key = tensor.name;
    if (!entries_.emplace(key, Entry{std::move(tensor), files_.size()}).second) {
      return About(name, Status::Corrupt("tensor '" + key + "' is in another shard too"));
    }
  }
  files_.push_back(*std::move(file));
  return Status::Ok();
}

const SafetensorsTensor* WeightFiles::Find(const std::string& name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : &found->second.tensor;
}

Status WeightFiles::Read(const SafetensorsTensor& tensor, std::span<std::uint8_t> into) const {
  return ReadAt(files_[entries_.at(tensor.name).file], tensor.offset, into);
}

Status WeightFiles::ReadAt(const Descriptor& file, std::uint64_t offset, std::span<std::uint8_t> into) const {
  while (!into.empty()) {
    const ssize_t count = file_system_->ReadAt(file.number(), into.data(), into.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("cannot read the weights", errno);
    if (count == 0) return Status::IoError("the weights' file became shorter while it was read");
    offset += static_cast<std::uint64_t>(count);
    into = into.subspan(static_cast<std::size_t>(count));
  }
  return Status::Ok();
}

}  // namespace llmzip::checkpoints
