"""fsspec's compression "llz", so that pandas.read_csv("x.csv.llz", compression="infer" …) and fsspec.open find it."""


def register():
    """Registers with fsspec: `fsspec.open("data.csv.llz", compression="infer")`. Needs fsspec."""
    from fsspec import compression

    from ._file import LLMZipFile
    if "llz" not in compression.compr:
        compression.register_compression("llz", lambda file, mode="rb", **options: LLMZipFile(file, mode, **options), "llz")
