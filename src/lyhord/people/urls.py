"""Addresses of employees (/personer/), of trainers (/utbildare/), and of which accounts are theirs (/kopplingar/)."""

from __future__ import annotations

from django.urls import path

from lyhord.people.views import employees, employments, link_rules, links, privacy, trainers

app_name = "people"
urlpatterns = [
    path("personer/", employees.employee_list, name="employee-list"),
    path("personer/ny/", employees.employee_add, name="employee-add"),
    path("personer/<uuid:employee_id>/", employees.employee_detail, name="employee-detail"),
    path("personer/begaran/", privacy.request_list, name="request-list"),
    path("personer/begaran/ny/", privacy.request_add, name="request-add"),
    path("personer/begaran/<uuid:request_id>/", privacy.request_detail, name="request-detail"),
    path("personer/begaran/<uuid:request_id>/radera/", privacy.request_settle, name="request-settle"),
    path("personer/<uuid:employee_id>/utdrag/", privacy.employee_extract, name="employee-extract"),
    path("personer/<uuid:employee_id>/hav-begransning/", privacy.employee_unrestrict, name="employee-unrestrict"),
    path("personer/konto/<uuid:user_id>/utdrag/", privacy.account_extract, name="account-extract"),
    path("personer/<uuid:employee_id>/andra/", employees.employee_edit, name="employee-edit"),
    path("personer/<uuid:employee_id>/finns-kvar/", employees.employee_found, name="employee-found"),
    path("personer/<uuid:employee_id>/anstallning/", employments.employment_add, name="employment-add"),
    path(
        "personer/<uuid:employee_id>/anstallning/<uuid:employment_id>/",
        employments.employment_edit,
        name="employment-edit",
    ),
    path("personer/<uuid:employee_id>/tider/", employments.windows_edit, name="windows-edit"),
    path("personer/<uuid:employee_id>/franvaro/", employments.away_edit, name="away-edit"),
    path("personer/<uuid:employee_id>/franvaro/<uuid:row_id>/ta-bort/", employments.away_remove, name="away-remove"),
    path("kopplingar/", links.link_list, name="link-list"),
    path("kopplingar/konton/<uuid:user_id>/", links.link_account, name="link-account"),
    path("kopplingar/konton/<uuid:user_id>/ta-bort/", links.link_end, name="link-end"),
    path("kopplingar/<uuid:link_id>/godkann/", links.link_approve, name="link-approve"),
    path("kopplingar/<uuid:link_id>/neka/", links.link_decline, name="link-decline"),
    path("kopplingar/regler/", link_rules.rule_list, name="link-rule-list"),
    path("kopplingar/regler/ny/", link_rules.rule_add, name="link-rule-add"),
    path("kopplingar/regler/<uuid:link_rule_id>/godkann/", link_rules.rule_approve, name="link-rule-approve"),
    path("kopplingar/regler/<uuid:link_rule_id>/avsluta/", link_rules.rule_end, name="link-rule-end"),
    path("utbildare/", trainers.trainer_list, name="trainer-list"),
    path("utbildare/ny/", trainers.trainer_add, name="trainer-add"),
    path("utbildare/<uuid:trainer_id>/", trainers.trainer_detail, name="trainer-detail"),
    path("utbildare/<uuid:trainer_id>/utdrag/", privacy.trainer_extract, name="trainer-extract"),
    path("utbildare/<uuid:trainer_id>/hav-begransning/", privacy.trainer_unrestrict, name="trainer-unrestrict"),
    path("utbildare/<uuid:trainer_id>/andra/", trainers.trainer_edit, name="trainer-edit"),
    path("utbildare/<uuid:trainer_id>/franvaro/", trainers.trainer_away_edit, name="trainer-away-edit"),
    path(
        "utbildare/<uuid:trainer_id>/franvaro/<uuid:row_id>/ta-bort/",
        trainers.trainer_away_remove,
        name="trainer-away-remove",
    ),
]
