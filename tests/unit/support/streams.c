#include "support/streams.h"

/* "Zmlyc3Q=" is "first", "c2Vjb25k" "second", "dGhpcmQ=" "third", "ZmluYWw=" "final". */

const struct recording recordings[] = {
    {
        "a generation without previews",
        "event: image_generation.completed\n"
        "data: {\"type\":\"image_generation.completed\",\"created_at\":1713833628,"
        "\"b64_json\":\"ZmluYWw=\",\"size\":\"1024x1024\",\"usage\":{\"input_tokens\":9,"
        "\"input_tokens_details\":{\"text_tokens\":9,\"image_tokens\":0},"
        "\"output_tokens\":196}}\n\n",
        "image_generation.completed|{\"type\":\"image_generation.completed\","
        "\"created_at\":1713833628,\"b64_json\":\"ZmluYWw=\",\"size\":\"1024x1024\","
        "\"usage\":{\"input_tokens\":9,\"input_tokens_details\":{\"text_tokens\":9,"
        "\"image_tokens\":0},\"output_tokens\":196}};",
        "image 0 final;",
        "{\"data\":[{\"type\":\"image_generation.completed\",\"created_at\":1713833628,"
        "\"b64_json\":0,\"size\":\"1024x1024\",\"usage\":{\"input_tokens\":9,"
        "\"input_tokens_details\":{\"text_tokens\":9,\"image_tokens\":0},"
        "\"output_tokens\":196}}]}",
        "ok 1 0",
    },
    {
        "an edit with three previews",
        "event: image_edit.partial_image\n"
        "data: {\"type\":\"image_edit.partial_image\",\"b64_json\":\"Zmlyc3Q=\","
        "\"partial_image_index\":0}\n\n"
        "event: image_edit.partial_image\n"
        "data: {\"b64_json\":\"c2Vjb25k\",\"partial_image_index\":1}\n\n"
        "data: {\"partial_image_index\":2,\"b64_json\":\"dGhpcmQ=\","
        "\"type\":\"image_edit.partial_image\"}\n\n"
        "data: {\"type\":\"image_edit.completed\",\"b64_json\":\"ZmluYWw=\"}\n\n",
        "image_edit.partial_image|{\"type\":\"image_edit.partial_image\","
        "\"b64_json\":\"Zmlyc3Q=\",\"partial_image_index\":0};"
        "image_edit.partial_image|{\"b64_json\":\"c2Vjb25k\",\"partial_image_index\":1};"
        "|{\"partial_image_index\":2,\"b64_json\":\"dGhpcmQ=\","
        "\"type\":\"image_edit.partial_image\"};"
        "|{\"type\":\"image_edit.completed\",\"b64_json\":\"ZmluYWw=\"};",
        "partial 0 first;partial 1 second;partial 2 third;image 0 final;",
        "{\"data\":[{\"type\":\"image_edit.completed\",\"b64_json\":0}]}",
        "ok 1 0",
    },
    {
        "CR LF, a byte order mark, comments and data of several lines",
        "\xef\xbb\xbf: ping\r\n"
        "\r\n"
        "id: 7\r\n"
        "retry:10\r\n"
        "data:{\"b64_json\":\r\n"
        ":\r\n"
        "data:  \"Zmlyc3Q=\"\r\n"
        "event:image_edit.partial_image\r\n"
        "data\r\n"
        "data: }\r\n"
        "\r\n"
        "event\r\n"
        "\r\n"
        "event: nothing\r\n"
        "\r\n"
        "data:{\"type\":\"image_edit.completed\",\r\n"
        "data:\"b64_json\":\"ZmluYWw=\"}\r\n"
        "\r\n",
        "image_edit.partial_image|{\"b64_json\":\n \"Zmlyc3Q=\"\n\n};"
        "|{\"type\":\"image_edit.completed\",\n\"b64_json\":\"ZmluYWw=\"};",
        "partial 0 first;image 0 final;",
        "{\"data\":[{\"type\":\"image_edit.completed\",\n\"b64_json\":0}]}",
        "ok 1 0",
    },
    {
        "an error on the way",
        "event: image_edit.partial_image\n"
        "data: {\"b64_json\":\"Zmlyc3Q=\",\"partial_image_index\":0}\n\n"
        "event: error\n"
        "data: {\"code\":\"moderation_blocked\",\"message\":\"No.\"}\n\n"
        "data: {\"type\":\"image_edit.completed\",\"b64_json\":\"ZmluYWw=\"}\n\n",
        "image_edit.partial_image|{\"b64_json\":\"Zmlyc3Q=\",\"partial_image_index\":0};"
        "error|{\"code\":\"moderation_blocked\",\"message\":\"No.\"};"
        "|{\"type\":\"image_edit.completed\",\"b64_json\":\"ZmluYWw=\"};",
        "partial 0 first;",
        "{\"code\":\"moderation_blocked\",\"message\":\"No.\"}",
        "fault refused 200",
    },
    {
        "an error after a picture",
        "data: {\"type\":\"image_edit.completed\",\"b64_json\":\"ZmluYWw=\"}\n\n"
        "data: {\"error\":{\"code\":\"rate_limit_exceeded\"}}\n\n"
        "data: {\"error\":{\"code\":\"invalid_api_key\"}}\n\n",
        "|{\"type\":\"image_edit.completed\",\"b64_json\":\"ZmluYWw=\"};"
        "|{\"error\":{\"code\":\"rate_limit_exceeded\"}};"
        "|{\"error\":{\"code\":\"invalid_api_key\"}};",
        "image 0 final;",
        "{\"error\":{\"code\":\"rate_limit_exceeded\"}}",
        "fault refused 200",
    },
    {
        "late, doubled and unknown events",
        "event: image_edit.partial_image\r"
        "data: {\"b64_json\":\"c2Vjb25k\",\"partial_image_index\":1}\r\r"
        "event: image_edit.partial_image\r"
        "data: {\"b64_json\":\"Zmlyc3Q=\",\"partial_image_index\":0}\r\r"
        "event: image_edit.other\ndata: {\"b64_json\":\"dGhpcmQ=\"}\r\r"
        "data: [DONE] \n\n"
        "event: image_edit.completed\r"
        "data: {\"b64_json\":\"ZmluYWw=\"}\r\r"
        "event: image_edit.completed\r"
        "data: {\"b64_json\":\"ZmluYWw=\"}\r\r"
        "data: [DONE]\n\n"
        "event: error\ndata: {}\n\n",
        "image_edit.partial_image|{\"b64_json\":\"c2Vjb25k\",\"partial_image_index\":1};"
        "image_edit.partial_image|{\"b64_json\":\"Zmlyc3Q=\",\"partial_image_index\":0};"
        "image_edit.other|{\"b64_json\":\"dGhpcmQ=\"};"
        "|[DONE] ;"
        "image_edit.completed|{\"b64_json\":\"ZmluYWw=\"};"
        "image_edit.completed|{\"b64_json\":\"ZmluYWw=\"};"
        "|[DONE];"
        "error|{};",
        "partial 1 second;image 0 final;",
        "{\"data\":[{\"b64_json\":0}]}",
        "ok 1 0",
    },
    {
        "characters of several bytes",
        "data: {\"type\":\"image_generation.completed\",\"prompt\":\"caf\xc3\xa9 \xe2\x82\xac "
        "\xf0\x9f\x90\x88\",\"b64_json\":\"ZmluYWw=\"}\n\n",
        "|{\"type\":\"image_generation.completed\",\"prompt\":\"caf\xc3\xa9 \xe2\x82\xac "
        "\xf0\x9f\x90\x88\",\"b64_json\":\"ZmluYWw=\"};",
        "image 0 final;",
        "{\"data\":[{\"type\":\"image_generation.completed\",\"prompt\":\"caf\xc3\xa9 "
        "\xe2\x82\xac \xf0\x9f\x90\x88\",\"b64_json\":0}]}",
        "ok 1 0",
    },
    {
        "several pictures, one of them damaged",
        "event:image_generation.completed\n"
        "data:{\"b64_json\":\"Zmlyc3Q=\"}\n\n"
        "event:image_generation.completed\n"
        "data:{\"b64_json\":\"Z*lyc3Q=\"}\n\n"
        "event:image_generation.completed\n"
        "data:{\"b64_json\":\"c2Vjb25k\"}\n\n",
        "image_generation.completed|{\"b64_json\":\"Zmlyc3Q=\"};"
        "image_generation.completed|{\"b64_json\":\"Z*lyc3Q=\"};"
        "image_generation.completed|{\"b64_json\":\"c2Vjb25k\"};",
        "image 0 first;image 2 second;",
        "{\"data\":[{\"b64_json\":0},{\"b64_json\":false},{\"b64_json\":0}]}",
        "ok 2 1",
    },
    {
        "a last event without its blank line",
        "event: image_edit.partial_image\n"
        "data: {\"b64_json\":\"Zmlyc3Q=\",\"partial_image_index\":0}\n\n"
        "data: {\"type\":\"image_edit.completed\",\"b64_json\":\"ZmluYWw=\"}\n",
        "image_edit.partial_image|{\"b64_json\":\"Zmlyc3Q=\",\"partial_image_index\":0};",
        "partial 0 first;",
        "",
        "fault network 0",
    },
};

const size_t recording_count = sizeof recordings / sizeof *recordings;
