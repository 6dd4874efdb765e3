"""What tests of the back office share."""


def form_of(client, url):
    """What the browser would send back from the change page at `url`, untouched."""
    context = client.get(url).context
    sent = _values(context["adminform"].form.initial)
    for formset in (inline.formset for inline in context["inline_admin_formsets"]):
        sent |= _values(formset.management_form.initial, formset.prefix)
        for form in formset.initial_forms:
            sent |= _values(form.initial | {"id": form.instance.pk, formset.fk.name: formset.instance.pk}, form.prefix)
    return sent


def _values(initial, prefix=None):
    return {f"{prefix}-{name}" if prefix else name: value for name, value in initial.items() if value is not None}
