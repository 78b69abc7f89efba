// Checks a language model's tokens: encodes a file with the model's tokeniser and compares with ids that are given.
//
// usage: model_tokens MODEL TEXT ID,ID,...
// Tokenisers that put a space before a text are known to do so in other implementations, but not here: ids of " " + TEXT
// pass, too. Also checks that every predicted token writes the bytes that the tokeniser says. Prints what differs;
// exit status 1 then.
#include <algorithm>
#include <cstdio>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "io/posix_file_system.h"
#include "io/whole_file.h"
#include "model/model.h"
#include "tokenisers/open_tokeniser.h"

namespace {

using llmzip::Bytes;
using llmzip::ByteView;
using llmzip::Symbol;

std::vector<Symbol> IdsIn(const std::string& list) {
  std::vector<Symbol> ids;
  std::istringstream words(list);
  std::string word;
  while (std::getline(words, word, ',')) ids.push_back(static_cast<Symbol>(std::stoul(word)));
  return ids;
}

std::string ListOf(const std::vector<Symbol>& ids) {
  std::string list;
  for (const Symbol id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
  return list;
}

int Fail(const std::string& why) {
  std::printf("%s\n", why.c_str());
  return 1;
}

int CheckMeanings(const llmzip::Model& model, const llmzip::Tokeniser& tokeniser) {
  const std::vector<std::uint32_t> ids = model.Uint32(llmzip::kTokenIds);
  const std::vector<std::uint32_t> ends = model.Uint32(llmzip::kTokenEnds);
  const ByteView bytes = model.BytesOf(llmzip::kTokenBytes);
  std::uint32_t begin = 0;
  for (std::size_t row = 0; row < ends.size(); ++row) {
    const ByteView token = bytes.subspan(begin, ends[row] - begin);
    begin = ends[row];
    if (ids[row] >= tokeniser.vocabulary_size() || !std::ranges::equal(token, tokeniser.Meaning(ids[row]))) {
      return Fail("token " + std::to_string(ids[row]) + " writes other bytes than its tokeniser says");
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return Fail("usage: model_tokens MODEL TEXT ID,ID,...");
  llmzip::FileSystem& files = llmzip::RealFileSystem();
  auto file = llmzip::ReadWholeFile(files, words[1]);
  const auto text = llmzip::ReadWholeFile(files, words[2]);
  if (!file.ok() || !text.ok()) return Fail("cannot read");
  const auto model = llmzip::Model::Parse(*std::move(file));
  if (!model.ok()) return Fail(model.status().message());
  const ByteView tokeniser_file = (*model)->BytesOf(llmzip::kTokeniser);
  llmzip::TokeniserFiles tokeniser_files;
  const bool json = (*model)->metadata("tokeniser") == "tokenizer.json";
  (json ? tokeniser_files.tokenizer_json : tokeniser_files.tokenizer_model) = tokeniser_file;
  const auto tokeniser = llmzip::OpenTokeniser(tokeniser_files);
  if (!tokeniser.ok()) return Fail(tokeniser.status().message());
  if (CheckMeanings(**model, **tokeniser) != 0) return 1;
  const std::vector<Symbol> wanted = IdsIn(words[3]);
  const auto plain = (*tokeniser)->Encode(*text);
  Bytes spaced = *text;
  spaced.insert(spaced.begin(), ' ');
  const auto prefixed = (*tokeniser)->Encode(spaced);
  if (!plain.ok() || !prefixed.ok()) return Fail("does not encode");
  if (*plain == wanted || *prefixed == wanted) return 0;
  return Fail(ListOf(*plain) + "\n instead of\n" + ListOf(wanted));
}
