"""Words of questions in other languages to Chinese words, by CC-CEDICT and lists of our own."""
