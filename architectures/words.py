"""What is wrong with a design, in words: one sentence for each code of `architectures.core`."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

SENTENCES: dict[str, str] = {
    "not_json": gettext_noop("This is not JSON. Export a design and compare."),
    "not_text": gettext_noop("This is not text in UTF-8. Save the file as UTF-8 and try again."),
    "design_too_large": gettext_noop("The design is larger than %(max_bytes)s bytes. Make it smaller."),
    "design_too_deep": gettext_noop("Containers lie more than %(max_depth)s deep. Unwrap some."),
    "too_many_nodes": gettext_noop(
        "The design has %(n_nodes)s blocks; %(max_nodes)s are allowed. Remove some."
    ),
    "too_many_layers": gettext_noop(
        "That makes %(n_layers)s layers; %(max_layers)s are allowed. Lower a count."
    ),
    "newer_format": gettext_noop(
        "The design is of format %(format)s; this site knows up to %(known)s. Update the site."
    ),
    "unknown_format": gettext_noop("There is no design format %(format)s. Use 1."),
    "missing_key": gettext_noop("“%(key)s” is missing. Add it."),
    "unknown_key": gettext_noop("There is no “%(key)s” in a design. Remove it."),
    "wrong_type": gettext_noop("“%(key)s” must be of type %(expected)s. Change it, or leave it out."),
    "bad_node_name": gettext_noop(
        "“%(name)s” cannot be a block's name. Use letters, digits and _, a letter first."
    ),
    "bad_edge": gettext_noop("“%(edge)s” is not an edge. Write “a -> b”."),
    "bad_var": gettext_noop("The size “%(name)s” needs a plain name and a number or text."),
    "unknown_block": gettext_noop("There is no block “%(type)s”. Choose one from the palette."),
    "unknown_param": gettext_noop("%(type)s has no parameter “%(name)s”. Remove it."),
    "unknown_var": gettext_noop("There is no size “%(name)s”. Add it to the sizes, or write a number."),
    "param_missing": gettext_noop("“%(name)s” is needed. Fill it in."),
    "param_type": gettext_noop(
        "“%(name)s” is %(value)s, but must be of type %(expected)s. Type such a value."
    ),
    "param_range": gettext_noop(
        "“%(name)s” is %(value)s, outside its range (%(min)s to %(max)s). Choose a value within it."
    ),
    "param_choice": gettext_noop("“%(name)s” is %(value)s; choose from %(choices)s."),
    "param_invalid": gettext_noop("“%(name)s” cannot be %(value)s. Choose another value, or leave it out."),
    "pattern_list_length": gettext_noop(
        "The pattern lists %(length)s layers, but there are %(count)s. Make them equal."
    ),
    "pattern_unknown_variant": gettext_noop(
        "The pattern names a variant “%(name)s” that it does not define. Define it, or take it out."
    ),
    "pattern_unknown_node": gettext_noop(
        "The pattern changes “%(name)s”, which is not in the Repeat. Add that block, or take it out."
    ),
    "pattern_bad_range": gettext_noop("“%(range)s” is not a range of layers here. Write “0-2”, “3-” or “5”."),
    "empty_canvas": gettext_noop(
        "The canvas is empty. Drag a token embedding onto it, or start from a preset."
    ),
    "unknown_node": gettext_noop(
        "The edge “%(edge)s” names “%(name)s”, which is not there. Remove the edge."
    ),
    "cycle": gettext_noop("These blocks feed each other in a circle: %(nodes)s. Remove one of the edges."),
    "composite_unknown_arg": gettext_noop(
        "This block has no parameter “%(name)s”. Remove the value, or give the block such a parameter."
    ),
    "composite_inputs": gettext_noop(
        "This block has %(n_ports)s inputs (%(ports)s), but %(n_inputs)s lead into it. Connect one to each."
    ),
    "composite_param_unused": gettext_noop("Nothing in this block uses its parameter “%(name)s”. Remove it."),
    "port_unused": gettext_noop("Nothing in this block uses its input “%(port)s”. Connect it, or remove it."),
    "bad_port": gettext_noop(
        "“%(name)s” cannot be the name of an input. Choose one of letters and digits "
        "that nothing else in the block has; “out” is the output."
    ),
    "no_output": gettext_noop("Nothing leads to the output. Connect the last block to it."),
    "many_outputs": gettext_noop("Several blocks lead to the output: %(nodes)s. Keep one."),
    "not_connected": gettext_noop("Nothing flows into this block. Connect it, or delete it."),
    "no_input": gettext_noop("Nothing uses the input. Connect it to the first block."),
    "output_unused": gettext_noop("Nothing uses what this block computes. Connect it, or delete it."),
    "too_many_inputs": gettext_noop(
        "This block takes %(max_inputs)s input but has %(n_inputs)s. Put an Add before it."
    ),
    "too_few_inputs": gettext_noop(
        "This block needs %(min_inputs)s inputs but has %(n_inputs)s. Connect another."
    ),
    "duplicate_edge": gettext_noop("“%(source)s” is connected to this block twice. Remove one edge."),
    "edge_into_in": gettext_noop("The edge “%(edge)s” leads into the input. Remove it."),
    "edge_from_out": gettext_noop("The edge “%(edge)s” starts at the output. Remove it."),
    "port_kind": gettext_noop(
        "“%(source)s” gives %(actual)s, but this block reads %(expected)s. Connect another block to it."
    ),
    "output_not_logits": gettext_noop("The output must be logits but is %(actual)s. End with an LM head."),
    "width_mismatch": gettext_noop("The inputs are %(expected)s and %(actual)s wide. Make the widths equal."),
    "width_written": gettext_noop("“%(name)s” says %(written)s, but %(actual)s flow in. Leave it out."),
    "layer_width": gettext_noop(
        "A layer takes %(width_in)s in and gives %(width_out)s. They must be equal to repeat."
    ),
    "heads_do_not_divide": gettext_noop(
        "A width of %(d_model)s does not divide into %(n_heads)s heads. "
        "Choose a number of heads that divides it, or set head_dim."
    ),
    "kv_heads_do_not_divide": gettext_noop(
        "%(n_heads)s heads cannot share %(n_kv_heads)s key-value heads evenly. "
        "Choose a number that divides the heads."
    ),
    "groups_do_not_divide": gettext_noop(
        "%(n_heads)s heads do not divide into %(n_groups)s groups. Choose a number that divides the heads."
    ),
    "key_heads_do_not_divide": gettext_noop(
        "%(n_v_heads)s value heads cannot share %(n_k_heads)s key heads evenly. "
        "Choose a number that divides the value heads."
    ),
    "dt_limit_empty": gettext_noop(
        "No step lies between %(min)s and %(max)s. Make the largest step larger than the smallest."
    ),
    "rope_pairs": gettext_noop(
        "RoPE turns channels in pairs, but %(rotated)s of %(head_dim)s are to be turned. "
        "Make that number even."
    ),
    "rope_factors": gettext_noop(
        "“%(name)s” has %(n_factors)s numbers, but %(needed)s pairs of channels are turned. "
        "Give one for each."
    ),
    "window_and_chunk": gettext_noop(
        "Attention is limited to a window of %(window)s and to chunks of %(chunk)s. Keep one of them."
    ),
    "moe_top_k": gettext_noop(
        "Each token is to use %(top_k)s of %(n_experts)s experts. Lower top_k, or add experts."
    ),
    "moe_groups_do_not_divide": gettext_noop(
        "%(n_experts)s experts do not form %(n_groups)s equal groups. Change one of the numbers."
    ),
    "moe_topk_groups": gettext_noop(
        "Each token is to use %(topk_groups)s of %(n_groups)s groups. Lower topk_groups."
    ),
    "moe_groups_too_small": gettext_noop(
        "The groups that a token uses hold %(offered)s experts, fewer than its %(top_k)s. "
        "Raise topk_groups to %(needed)s."
    ),
    "moe_group_of_one": gettext_noop(
        "A group of one expert has no best two, so “%(group_score)s” cannot be. Choose “max”, or fewer groups."
    ),
    "moe_clamped_ungated": gettext_noop("The clamped form needs a gate. Switch “gated” on."),
    "moe_clamp_missing": gettext_noop("The clamped form needs a limit. Fill in “clamp”; GPT-OSS uses 7."),
    "moe_shared_gate_alone": gettext_noop(
        "There is no shared expert to weigh. Give d_shared a width, or switch shared_gate off."
    ),
    "tie_target_missing": gettext_noop(
        "There is no token embedding “%(name)s” to share weights with. "
        "Name one that is there, or do not share."
    ),
    "tie_target_type": gettext_noop(
        "“%(name)s” is a %(type)s; weights can be shared with a token embedding. Name one."
    ),
    "tie_sizes": gettext_noop(
        "Sharing with “%(name)s” needs the size %(expected)s, but this is %(actual)s. "
        "Make them equal, or do not share."
    ),
    "vocab_mismatch": gettext_noop(
        "The head scores %(head)s tokens, the embedding knows %(embedding)s. "
        "Make the numbers equal, or leave both out."
    ),
    "vocab_size_too_small": gettext_noop(
        "The vocabulary is %(vocab_size)s here, but the tokenizer has %(needed)s. Raise it, or leave it out."
    ),
    "vocab_size_missing": gettext_noop("The vocabulary is not known yet. Choose a tokenizer."),
    "vocab_size_assumed": gettext_noop(
        "Counted for a vocabulary of %(vocab_size)s until a tokenizer is chosen."
    ),
    "context_exceeds_positions": gettext_noop(
        "A context of %(context_length)s is longer than the %(max_positions)s positions. "
        "Add positions, or shorten the context."
    ),
    "no_positions": gettext_noop("Nothing tells the model where a token stands. Add positions or RoPE."),
    "not_causal": gettext_noop(
        "%(type)s lets later tokens through: the loss would mean nothing. Replace it."
    ),
    "cache_full": gettext_noop(
        "The text is %(length)s tokens long, the cache holds %(max_length)s. Shorten it."
    ),
    "hub_bad_id": gettext_noop("“%(id)s” is not the id of a model. Write it as “owner/name”."),
    "hub_offline": gettext_noop(
        "This site is kept off the network, so nothing can be fetched. Upload the files of the model."
    ),
    "hub_unreachable": gettext_noop("The hub does not answer. Try again later, or upload the files."),
    "hub_not_found": gettext_noop("There is no public model “%(id)s” on the hub. Check its name."),
    "hub_gated": gettext_noop(
        "“%(id)s” is given out only to people who accept its terms. Download it yourself and upload the files."
    ),
    "hub_no_config": gettext_noop("“%(id)s” has no config.json, so it is no model that can be read here."),
    "unknown_family": gettext_noop(
        "“%(model_type)s”, which config.json names as “model_type”, is not a family that is known here. "
        "Known are: %(known)s."
    ),
    "config_key_missing": gettext_noop("config.json has no “%(key)s”, which this family needs. Add it."),
    "config_key_type": gettext_noop(
        "“%(key)s” in config.json is %(value)s, but must be %(expected)s. Correct it."
    ),
    "config_key_unsupported": gettext_noop(
        "“%(key)s” in config.json is %(value)s, which cannot be drawn here; known is: %(known)s."
    ),
    "not_expressible": gettext_noop("This family has no place for it: %(reason)s."),
    "weights_missing": gettext_noop(
        "%(n)s of the model's weights are missing (%(names)s). Get all of its files again."
    ),
    "weights_unexpected": gettext_noop(
        "%(n)s weights (%(names)s) are not of the model in config.json. They belong to different models."
    ),
    "weights_shape": gettext_noop(
        "The weights “%(name)s” have the shape %(actual)s, but config.json asks for %(expected)s. "
        "They belong to different models."
    ),
    "tied_head_differs": gettext_noop(
        "config.json says that the head shares the embedding's weights, but “%(name)s” differs from them. "
        "Set “tie_word_embeddings” to false."
    ),
}


def sentence(code: str, values: Mapping[str, Any]) -> str:
    """Return the sentence for a code in the reader's language."""
    shown = {key: _shown(key, value) for key, value in values.items()}
    return gettext(SENTENCES[code]) % shown


def _shown(key: str, value: Any) -> str:
    """Write a value as it stands in a sentence; a bound that is not there is infinity."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return {"min": "-∞", "max": "∞"}.get(key, "–") if value is None else str(value)


def with_words(report: dict[str, Any]) -> dict[str, Any]:
    """Return a validation report whose diagnostics carry a `message`."""
    said = [{**d, "message": sentence(d["code"], d["values"])} for d in report["diagnostics"]]
    return {**report, "diagnostics": said}
