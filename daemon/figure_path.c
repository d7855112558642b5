#include "daemon/figure_path.h"

enum { PATH_CLIENT, PATH_NAME, PATH_FIGURES };

const char *figure_path_name(size_t number) {
    static const char *const texts[] = {[PATH_CLIENT] = "client", [PATH_NAME] = "name"};
    if (number < PATH_FIGURES) {
        return texts[number];
    }
    const figure *row = figure_row(number - PATH_FIGURES);
    return row == NULL ? NULL : row->path;
}

bool figure_path_is_text(size_t number) {
    return number < PATH_FIGURES;
}

sort_value figure_path_value(size_t number, const portfolio *p, uint32_t client) {
    if (number == PATH_CLIENT) {
        return (sort_value){.words = portfolio_client_id(p, client)};
    }
    if (number == PATH_NAME) {
        return (sort_value){.words = portfolio_account(p, client)->profile.name};
    }
    subject f = subject_of_client(p, client);
    return (sort_value){.number = figure_row(number - PATH_FIGURES)->value(&f)};
}

void figure_path_write(json_writer *out, size_t number, const portfolio *p, uint32_t client) {
    if (figure_path_is_text(number)) {
        json_text_or_null(out, figure_path_value(number, p, client).words);
        return;
    }
    subject f = subject_of_client(p, client);
    figure_write_value(out, figure_row(number - PATH_FIGURES), &f);
}
