"""Teaching cards: what a block and each of its parameters is, in the reader's language.

A card is a Markdown file `<language>/<BlockType>.md`. What stands before its first `##` says what the block is; three
sections have the fixed headings of READING; every other `##` is named after a parameter, dotted for one inside a group.
What several blocks share, as the parameters of RoPE, is written once in `<language>/shared.md`. A block without a file
gets a card made of what its own file says.
"""

from architectures.cards.reading import Card, card

__all__ = ["Card", "card"]
