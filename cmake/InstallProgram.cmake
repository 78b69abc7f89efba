# The program, all that belongs to it, and the models that are not part of it.
install(TARGETS llmzip_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(FILES docs/man/llmzip.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)

# The program under its other names.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/names)
foreach(name IN ITEMS unllmzip llzcat)
  file(CREATE_LINK llmzip ${PROJECT_BINARY_DIR}/names/${name} SYMBOLIC)
  install(FILES ${PROJECT_BINARY_DIR}/names/${name} DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
  file(WRITE ${PROJECT_BINARY_DIR}/names/${name}.1 ".so man1/llmzip.1\n")
  install(FILES ${PROJECT_BINARY_DIR}/names/${name}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
endforeach()

install(FILES scripts/completions/llmzip.bash COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME llmzip)
install(FILES scripts/completions/_llmzip COMPONENT program DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES scripts/completions/llmzip.fish COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# What tells an archive from other files: for desktops, and for file(1), which reads only /etc/magic besides its own.
install(FILES docs/mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME llmzip.xml COMPONENT program)
install(FILES docs/magic DESTINATION ${CMAKE_INSTALL_DATADIR}/llmzip COMPONENT program)

# The documents, and what they link to, in the folders they have here; tests/install/ looks whether every link leads on.
set(linked LICENSE CHANGELOG.md CONTRIBUTING.md README.md SECURITY.md bench/sizes.csv include/llmzip/llmzip.h
    include/llmzip/register.h src/filters/branches/arm64_branches.h src/model/network_config.cc
    src/model/network_config.h tests/data/README.md)
file(GLOB_RECURSE specs CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} src/*spec.md models/*.md)
foreach(file IN LISTS linked specs)
  cmake_path(GET file PARENT_PATH folder)
  install(FILES ${file} DESTINATION ${CMAKE_INSTALL_DOCDIR}/${folder} COMPONENT program)
endforeach()
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program
        PATTERN man EXCLUDE PATTERN magic EXCLUDE PATTERN mime.xml EXCLUDE)

file(GLOB models CONFIGURE_DEPENDS models/*.safetensors)
list(REMOVE_ITEM models ${LLMZIP_EMBEDDED_FILES})
install(FILES ${models} DESTINATION ${CMAKE_INSTALL_DATADIR}/llmzip/models COMPONENT models)
